"""scikit-learn's estimators, converted by skl2onnx."""

from collections.abc import Callable, Iterator

import numpy as np
import sklearn
from provision.cases import Case
from skl2onnx import convert_sklearn, to_onnx
from skl2onnx.common.data_types import StringTensorType
from sklearn import (
    cluster,
    decomposition,
    ensemble,
    linear_model,
    naive_bayes,
    neighbors,
    neural_network,
    svm,
    tree,
)
from sklearn import discriminant_analysis as discriminant
from sklearn import preprocessing as pre
from sklearn.calibration import CalibratedClassifierCV
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.impute import KNNImputer, SimpleImputer
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import make_pipeline

from .fitted import Data, Fitted, case

_LIBRARY = f"scikit-learn {sklearn.__version__}"
_SEED = {"random_state": 0}


def scikit_cases() -> Iterator[Case]:
    for name, (build, data, *how) in _CLASSIFIERS.items():
        yield case(name, _LIBRARY, lambda b=build, d=data, h=how: _classifier(b, d, *h))
    for name, build in _REGRESSORS.items():
        yield case(name, _LIBRARY, lambda b=build: _regressor(b))
    for name, (build, data) in _TRANSFORMERS.items():
        yield case(name, _LIBRARY, lambda b=build, d=data: _transformer(b, d))
    for name, build in _NOVELTY.items():
        yield case(name, _LIBRARY, lambda b=build: _novelty(b))
    yield case("zipped", _LIBRARY, _zipped)
    for name, build in _IMPUTERS.items():
        yield case(name, _LIBRARY, lambda b=build: _imputer(b))
    for name, build in _ENCODERS.items():
        yield case(name, _LIBRARY, lambda b=build: _encoder(b))
    for name, build in _VECTORIZERS.items():
        yield case(name, _LIBRARY, lambda b=build: _vectorizer(b))


def _classifier(
    build: Callable, name: str, scores: str = "predict_proba", opset: dict | None = None
) -> Fitted:
    data = Data.load(name)
    model = build().fit(data.x, data.y)
    options = {"zipmap": False}
    if scores == "decision_function":
        options["raw_scores"] = True
    converted = to_onnx(model, data.test[:1], options={id(model): options}, target_opset=opset)
    return Fitted(
        converted, [data.test], [model.predict(data.test), getattr(model, scores)(data.test)]
    )


def _regressor(build: Callable) -> Fitted:
    data = Data.load("diabetes")
    model = build().fit(data.x, data.y)
    return Fitted(to_onnx(model, data.test[:1]), [data.test], [model.predict(data.test)])


def _novelty(build: Callable) -> Fitted:
    data = Data.load("iris")
    model = build().fit(data.x)
    expected = [model.predict(data.test), model.decision_function(data.test)]
    opset = {"": 17, "ai.onnx.ml": 3}
    return Fitted(to_onnx(model, data.test[:1], target_opset=opset), [data.test], expected)


def _zipped() -> Fitted:
    """A map from classes to probabilities for each row."""
    data = Data.load("iris")
    model = linear_model.LogisticRegression(max_iter=300).fit(data.x, data.y)
    rows = [
        dict(zip(model.classes_, row, strict=True))
        for row in model.predict_proba(data.test).astype(np.float32)
    ]
    return Fitted(to_onnx(model, data.test[:1]), [data.test], [model.predict(data.test), rows])


def _transformer(build: Callable, name: str) -> Fitted:
    data = Data.load(name)
    model = build().fit(data.x)
    outputs = _dense(model.transform(data.test))
    if hasattr(model, "predict"):
        return Fitted(
            to_onnx(model, data.test[:1]), [data.test], [model.predict(data.test), outputs]
        )
    return Fitted(to_onnx(model, data.test[:1]), [data.test], [outputs])


def _imputer(build: Callable) -> Fitted:
    data = Data.load("iris")
    x, test = data.x.copy(), data.test.copy()
    x[::7, 1] = x[::5, 2] = np.nan
    test[::3, 0] = test[::4, 3] = np.nan
    model = build().fit(x)
    return Fitted(to_onnx(model, test[:1]), [test], [model.transform(test)])


def _encoder(build: Callable) -> Fitted:
    """Two columns of words, of which some were never seen."""
    seen = [["a", "x"], ["b", "y"], ["c", "x"], ["a", "z"], ["b", "x"]]
    asked = [["b", "x"], ["q", "y"], ["c", "zz"], ["a", "z"], ["", "x"]]
    model = build().fit(np.array(seen, dtype=object))
    rows = np.array(asked, dtype=object)
    converted = convert_sklearn(model, initial_types=[("X", StringTensorType([None, 2]))])
    return Fitted(converted, [rows], [_dense(model.transform(rows))])


def _vectorizer(build: Callable) -> Fitted:
    texts = [
        "the quick brown fox", "jumps over the lazy dog", "hello hello world",
        "the world is a fox", "dog eats fox, dog sleeps",
    ]  # fmt: skip
    asked = ["the fox jumps over the world", "hello dog dog", "unknown words only", ""]
    model = build().fit(texts)
    converted = convert_sklearn(model, initial_types=[("X", StringTensorType([None, 1]))])
    return Fitted(
        converted, [np.array(asked, dtype=object).reshape(-1, 1)], [_dense(model.transform(asked))]
    )


def _dense(values) -> np.ndarray:
    return values.toarray() if hasattr(values, "toarray") else values


def _scaled(build: Callable) -> Callable:
    return lambda: make_pipeline(pre.StandardScaler(), build())


_forest = ensemble.RandomForestClassifier
_CLASSIFIERS = {
    "forest": (lambda: _forest(20, **_SEED), "digits"),
    "forest_binary": (lambda: _forest(20, **_SEED), "cancer"),
    "forest_ml1": (
        lambda: _forest(10, **_SEED), "iris", "predict_proba", {"": 9, "ai.onnx.ml": 1}
    ),
    "forest_ml5": (
        lambda: _forest(10, **_SEED), "iris", "predict_proba", {"": 21, "ai.onnx.ml": 5}
    ),
    "extra_trees": (lambda: ensemble.ExtraTreesClassifier(20, **_SEED), "wine"),
    "tree": (lambda: tree.DecisionTreeClassifier(**_SEED), "cancer"),
    "boosting": (
        lambda: ensemble.GradientBoostingClassifier(n_estimators=20, **_SEED), "iris"
    ),
    "boosting_histogram": (
        lambda: ensemble.HistGradientBoostingClassifier(max_iter=20, **_SEED), "cancer"
    ),
    "adaboost": (lambda: ensemble.AdaBoostClassifier(n_estimators=10, **_SEED), "iris"),
    "bagging": (lambda: ensemble.BaggingClassifier(n_estimators=5, **_SEED), "iris"),
    "svc_linear": (lambda: svm.SVC(kernel="linear"), "iris", "decision_function"),
    "svc_poly": (
        lambda: svm.SVC(kernel="poly", degree=2), "iris", "decision_function"
    ),
    "svc_pairs": (
        lambda: svm.SVC(decision_function_shape="ovo"), "digits", "decision_function"
    ),
    "svc_probabilities": (lambda: svm.SVC(probability=True, **_SEED), "wine"),
    "svc_probabilities_binary": (
        _scaled(lambda: svm.SVC(probability=True, **_SEED)), "cancer"
    ),
    "svc_probabilities_nu": (
        lambda: svm.NuSVC(nu=0.3, kernel="sigmoid", gamma=0.01, probability=True, **_SEED), "iris"
    ),
    "boosting_binary": (
        lambda: ensemble.GradientBoostingClassifier(n_estimators=20, **_SEED), "cancer"
    ),
    "logistic": (lambda: linear_model.LogisticRegression(max_iter=500), "digits"),
    "logistic_binary": (
        _scaled(lambda: linear_model.LogisticRegression(max_iter=500)), "cancer"
    ),
    "ridge_classifier": (linear_model.RidgeClassifier, "iris", "decision_function"),
    "perceptron": (lambda: linear_model.Perceptron(**_SEED), "iris", "decision_function"),
    "bayes_gauss": (naive_bayes.GaussianNB, "iris"),
    "bayes_bernoulli": (lambda: naive_bayes.BernoulliNB(binarize=3.0), "iris"),
    "bayes_multinomial": (naive_bayes.MultinomialNB, "iris"),
    "discriminant_linear": (discriminant.LinearDiscriminantAnalysis, "iris"),
    "discriminant_quadratic": (discriminant.QuadraticDiscriminantAnalysis, "iris"),
    "neighbours": (lambda: neighbors.KNeighborsClassifier(5), "iris"),
    "neighbours_by_distance": (
        _scaled(lambda: neighbors.KNeighborsClassifier(5, weights="distance")), "wine"
    ),
    "perceptrons": (
        lambda: neural_network.MLPClassifier((16, 8), max_iter=200, **_SEED), "digits"
    ),
    "calibrated_sigmoid": (
        lambda: CalibratedClassifierCV(svm.LinearSVC(**_SEED), cv=2), "iris"
    ),
    "calibrated_isotonic": (
        lambda: CalibratedClassifierCV(naive_bayes.GaussianNB(), method="isotonic", cv=2), "cancer"
    ),
    "one_vs_rest": (
        lambda: OneVsRestClassifier(linear_model.LogisticRegression(max_iter=300)), "iris"
    ),
}  # fmt: skip

_REGRESSORS = {
    "forest_regressor": lambda: ensemble.RandomForestRegressor(20, **_SEED),
    "boosting_regressor": lambda: ensemble.GradientBoostingRegressor(n_estimators=30, **_SEED),
    "adaboost_regressor": lambda: ensemble.AdaBoostRegressor(n_estimators=10, **_SEED),
    "svr": lambda: svm.SVR(C=10),
    "svr_nu": lambda: svm.NuSVR(kernel="linear"),
    "svr_poly": lambda: svm.SVR(kernel="poly", degree=3, coef0=1.0),
    "linear": linear_model.LinearRegression,
    "ridge": lambda: linear_model.Ridge(0.1),
    "elastic_net": lambda: linear_model.ElasticNet(0.01),
    "poisson": linear_model.PoissonRegressor,
    "huber": linear_model.HuberRegressor,
    "bayesian_ridge": linear_model.BayesianRidge,
    "neighbours_regressor": lambda: neighbors.KNeighborsRegressor(4),
    "perceptrons_regressor": _scaled(
        lambda: neural_network.MLPRegressor(hidden_layer_sizes=(16,), max_iter=300, **_SEED)
    ),
    "stacking_regressor": lambda: ensemble.StackingRegressor(
        [("a", linear_model.Ridge()), ("b", tree.DecisionTreeRegressor(max_depth=3, **_SEED))],
        cv=2,
    ),
}

_TRANSFORMERS = {
    "pca": (lambda: decomposition.PCA(3), "iris"),
    "pca_whitened": (lambda: decomposition.PCA(3, whiten=True), "iris"),
    "pca_kernel": (lambda: decomposition.KernelPCA(3, kernel="rbf", gamma=0.1), "iris"),
    "svd": (lambda: decomposition.TruncatedSVD(3, **_SEED), "digits"),
    "kmeans": (lambda: cluster.KMeans(4, n_init=3, **_SEED), "iris"),
    "scaler": (pre.StandardScaler, "iris"),
    "scaler_clipped": (lambda: pre.MinMaxScaler(clip=True), "iris"),
    "scaler_robust": (pre.RobustScaler, "iris"),
    "normalizer_l1": (lambda: pre.Normalizer("l1"), "iris"),
    "normalizer_l2": (pre.Normalizer, "iris"),
    "normalizer_max": (lambda: pre.Normalizer("max"), "iris"),
    "binarizer": (lambda: pre.Binarizer(threshold=3.0), "iris"),
    "polynomial": (lambda: pre.PolynomialFeatures(3), "iris"),
    "bins_ordinal": (lambda: pre.KBinsDiscretizer(4, encode="ordinal"), "iris"),
    "bins_onehot": (lambda: pre.KBinsDiscretizer(4, encode="onehot"), "iris"),
    "power": (pre.PowerTransformer, "iris"),
    "splines": (lambda: pre.SplineTransformer(4), "iris"),
}

_NOVELTY = {
    "novelty_forest": lambda: ensemble.IsolationForest(n_estimators=20, **_SEED),
    "novelty_svm": lambda: svm.OneClassSVM(nu=0.2),
}

_IMPUTERS = {
    "imputer_median": lambda: SimpleImputer(strategy="median"),
    "imputer_constant": lambda: SimpleImputer(strategy="constant", fill_value=-7.0),
    "imputer_neighbours": lambda: KNNImputer(n_neighbors=3),
}

_ENCODERS = {
    "onehot_unknown": lambda: pre.OneHotEncoder(handle_unknown="ignore"),
    "onehot_dropped": lambda: pre.OneHotEncoder(drop="first", handle_unknown="ignore"),
    "ordinal_unknown": lambda: pre.OrdinalEncoder(
        handle_unknown="use_encoded_value", unknown_value=-1
    ),
}

_VECTORIZERS = {
    "counts": CountVectorizer,
    "counts_of_letters": lambda: CountVectorizer(analyzer="char", ngram_range=(2, 2)),
    "tfidf": lambda: TfidfVectorizer(token_pattern="[a-zA-Z]+"),
    "tfidf_pairs": lambda: TfidfVectorizer(
        ngram_range=(1, 2), sublinear_tf=True, token_pattern="[a-zA-Z]+"
    ),
}
