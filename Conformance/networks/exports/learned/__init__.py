"""Models of scikit-learn, LightGBM and XGBoost, fitted on scikit-learn's own data."""
