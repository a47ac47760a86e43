"""Models and maps of ai.onnx.ml."""

import numpy as np
from wonnx_adapter import Unsupported

F = np.float64
ML = "ai.onnx.ml"


def cast_map(model, given):
    kind = model.attributes.get("cast_to", "TO_FLOAT")
    dtype = {"TO_FLOAT": np.float32, "TO_INT64": np.int64, "TO_STRING": object}[kind]
    read = {"TO_FLOAT": np.float32, "TO_INT64": lambda text: int(float(text)), "TO_STRING": str}[kind]
    values = {int(key): read(given[key]) for key in sorted(given)}
    if model.attributes.get("map_form", "DENSE") == "DENSE":
        y = np.empty((1, len(values)), dtype)
        y[0, :] = list(values.values())
        return y
    y = np.full((1, model.attributes["max_map"]), "" if dtype is object else 0, dtype)
    for key, value in values.items():
        y[0, key] = value
    return y


def dict_vectorizer(model, given):
    words = model.attributes.get("string_vocabulary") or model.attributes["int64_vocabulary"]
    sample = next(iter(given.values()))
    dtype = object if isinstance(sample, str) else np.asarray(sample).dtype
    y = np.full((1, len(words)), "" if dtype is object else 0, dtype)
    for k, word in enumerate(words):
        if word in given:
            y[0, k] = given[word]
    return y


def support_vectors(model, x):
    """`Σ coefficient · K(vector, x) + rho`; without vectors `coefficients · x + rho`."""
    given = model.attributes
    x = np.atleast_2d(x.astype(F))
    coefficients = np.array(given["coefficients"], np.float32).astype(F)
    gamma, start, degree = np.array(given.get("kernel_params", [0, 0, 0]), np.float32).astype(F)
    count = given.get("n_supports", 0)
    if count > 0:
        vectors = np.array(given["support_vectors"], np.float32).astype(F).reshape(count, -1)
        dots = x @ vectors.T
        match given.get("kernel_type", "LINEAR"):
            case "LINEAR":
                k = dots
            case "POLY":
                k = (gamma * dots + start) ** degree
            case "RBF":
                k = np.exp(-gamma * ((x[:, None] - vectors[None]) ** 2).sum(2))
            case "SIGMOID":
                k = np.tanh(gamma * dots + start)
        y = k @ coefficients[:count]
    else:
        y = x @ coefficients
    y = y + np.float32(given.get("rho", [0])[0]).astype(F)
    if given.get("one_class", 0):
        y = np.where(y > 0, 1, -1)
    if given.get("post_transform", "NONE") != "NONE":
        raise Unsupported("a transform of scores")
    return y.reshape(-1, 1).astype(np.float32)


FORMULAS = {
    f"{ML}.CastMap": cast_map, f"{ML}.DictVectorizer": dict_vectorizer,
    f"{ML}.SVMRegressor": support_vectors,
}  # fmt: skip
