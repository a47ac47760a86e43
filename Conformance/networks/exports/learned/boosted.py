"""LightGBM's and XGBoost's trees, converted by onnxmltools."""

from collections.abc import Iterator

import lightgbm
import numpy as np
import xgboost
from onnxmltools import convert_lightgbm, convert_xgboost
from onnxmltools.convert.common.data_types import FloatTensorType
from provision.cases import Case

from .fitted import Data, Fitted, case

_LIGHT = {"n_estimators": 15, "num_leaves": 8, "verbose": -1, "n_jobs": 1, "random_state": 0}
_EXTREME = {"n_estimators": 15, "max_depth": 4, "n_jobs": 1, "random_state": 0}

# Name: data, whether some numbers are missing, and what the library is told beside.
_BOTH = {
    "classifier": ("iris", False, {}),
    "classifier_binary": ("cancer", False, {}),
    "regressor": ("diabetes", False, {}),
    "regressor_gaps": ("diabetes", True, {}),
}
_LIGHT_RECIPES = {**_BOTH, "poisson": ("diabetes", False, {"objective": "poisson"})}
_EXTREME_RECIPES = {**_BOTH, "linear": ("diabetes", False, {"booster": "gblinear"})}


def boosted_cases() -> Iterator[Case]:
    for name, recipe in _LIGHT_RECIPES.items():
        library = f"LightGBM {lightgbm.__version__}"
        yield case(f"lightgbm_{name}", library, lambda r=recipe: _light(*r))
    for name, recipe in _EXTREME_RECIPES.items():
        library = f"XGBoost {xgboost.__version__}"
        yield case(f"xgboost_{name}", library, lambda r=recipe: _extreme(*r))


def _data(name: str, gaps: bool) -> Data:
    data = Data.load(name)
    if not gaps:
        return data
    x, test = data.x.copy(), data.test.copy()
    x[::7, 1] = x[::5, 2] = test[::3, 0] = test[::4, 3] = np.nan
    return Data(x, data.y, test)


def _light(name: str, gaps: bool, options: dict) -> Fitted:
    kind = lightgbm.LGBMRegressor if name == "diabetes" else lightgbm.LGBMClassifier
    data = _data(name, gaps)
    model = kind(**_LIGHT, **options).fit(data.x, data.y)
    # Without its ZipMap, a classifier puts out what predict_proba gives.
    plain = {"zipmap": False} if name != "diabetes" else {}
    return _fitted(model, data, convert_lightgbm, plain)


def _extreme(name: str, gaps: bool, options: dict) -> Fitted:
    kind = xgboost.XGBRegressor if name == "diabetes" else xgboost.XGBClassifier
    data = _data(name, gaps)
    return _fitted(kind(**_EXTREME, **options).fit(data.x, data.y), data, convert_xgboost, {})


def _fitted(model, data: Data, convert, options: dict) -> Fitted:
    types = [("X", FloatTensorType([None, data.x.shape[1]]))]
    outputs = [model.predict(data.test)]
    if hasattr(model, "predict_proba"):
        outputs.append(model.predict_proba(data.test))
    return Fitted(convert(model, initial_types=types, **options), [data.test], outputs)
