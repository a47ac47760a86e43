"""Kind `trained`: classical models, trained on scikit-learn's own data and converted."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np
import onnx
import pandas
from networks.running import EXPECTED_FROM, Feeds, generator, write_case
from onnx import numpy_helper
from provision.cases import Case
from skl2onnx import convert_sklearn, to_onnx
from skl2onnx.common.data_types import FloatTensorType, StringTensorType
from sklearn import datasets
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import GradientBoostingRegressor, RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from .text import text_classifier
from .trees import tree_ensemble

Made = tuple[onnx.ModelProto, Feeds]


def trained_cases() -> Iterator[Case]:
    for name, make in _RECIPES.items():
        yield Case(
            kind="trained",
            name=name,
            rtol=1e-3,
            atol=1e-7,
            expected_from=EXPECTED_FROM,
            write=partial(_write, make),
        )


def _write(make: Callable[[], Made], folder: Path) -> None:
    model, feeds = make()
    write_case(folder, model.SerializeToString(), feeds)


def _digits() -> Made:
    x, y = datasets.load_digits(return_X_y=True)
    train, test, labels, _ = train_test_split(x.astype(np.float32), y, random_state=0, stratify=y)
    forest = RandomForestClassifier(60, random_state=0, n_jobs=1).fit(train, labels)
    return _classifier(forest, test[:32], opset=17)


def _iris() -> Made:
    x, y = datasets.load_iris(return_X_y=True)
    x = x.astype(np.float32)
    neighbours = KNeighborsClassifier(7, weights="distance")
    return _classifier(
        Pipeline([("scale", StandardScaler()), ("near", neighbours)]).fit(x, y), x[::5], opset=15
    )


def _classifier(fitted, x: np.ndarray, opset: int) -> Made:
    opsets = {"": opset, "ai.onnx.ml": 3}
    return to_onnx(fitted, x[:1], target_opset=opsets, options={"zipmap": False}), {"X": x}


def _wine() -> Made:
    """Numbers with gaps and words in, words out; one word of the input was never seen."""
    data = datasets.load_wine()
    wine = data.data.astype(np.float32)
    numbers = wine[:, :6].copy()
    numbers[generator("gaps").random(numbers.shape) < 0.05] = np.nan
    table = pandas.DataFrame({f"n{k}": numbers[:, k] for k in range(6)})
    colours = np.array(["pale", "ruby", "inky"], dtype=object)
    table["colour"] = colours[np.digitize(wine[:, 9], [3.8, 6.0])]
    table["region"] = np.array(["north", "south"], dtype=object)[(wine[:, 12] > 750).astype(int)]
    scaled = Pipeline(
        [("fill", SimpleImputer(strategy="median")), ("scale", StandardScaler())]
    )
    columns = ColumnTransformer(
        [
            ("numbers", scaled, [f"n{k}" for k in range(6)]),
            ("words", OneHotEncoder(handle_unknown="ignore"), ["colour", "region"]),
        ]
    )
    pipeline = Pipeline([("columns", columns), ("choose", LogisticRegression(max_iter=500))])
    pipeline.fit(table, np.array(data.target_names)[data.target])
    types = [(f"n{k}", FloatTensorType([None, 1])) for k in range(6)]
    types += [(name, StringTensorType([None, 1])) for name in ("colour", "region")]
    model = convert_sklearn(
        pipeline,
        initial_types=types,
        target_opset={"": 17, "ai.onnx.ml": 3},
        options={id(pipeline): {"zipmap": False}},
    )
    rows = table.iloc[::9]
    feeds = {f"n{k}": rows[f"n{k}"].to_numpy(np.float32).reshape(-1, 1) for k in range(6)}
    for name in ("colour", "region"):
        feeds[name] = rows[name].to_numpy().astype(object).reshape(-1, 1)
    feeds["colour"][3, 0] = "unseen"
    return model, feeds


def _diabetes(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    x, y = datasets.load_diabetes(return_X_y=True)
    train, test, targets, _ = train_test_split(x.astype(np.float32), y, random_state=seed)
    return train, targets, test[:32]


def _boosted() -> Made:
    import lightgbm
    from onnxmltools import convert_lightgbm
    from onnxmltools.convert.common.data_types import FloatTensorType as Floats

    train, targets, test = _diabetes(0)
    model = lightgbm.LGBMRegressor(
        n_estimators=80, num_leaves=15, learning_rate=0.06, verbose=-1, n_jobs=1
    ).fit(train, targets)
    types = [("input", Floats([None, 10]))]
    return convert_lightgbm(model.booster_, initial_types=types, target_opset=15), {"input": test}


def _ensemble() -> Made:
    train, targets, test = _diabetes(1)
    model = GradientBoostingRegressor(n_estimators=40, max_depth=3, random_state=0)
    return tree_ensemble(model.fit(train, targets)), {"X": test}


_RECIPES = {
    "gbr_diabetes_ml5": _ensemble,
    "lgbm_diabetes": _boosted,
    "sk_digits_rf": _digits,
    "sk_iris_knn_scan": _iris,
    "sk_wine_mixed": _wine,
    "text_ngram_clf": text_classifier,
}
