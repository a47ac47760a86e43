"""A classifier of sentences, from StringNormalizer to StringConcat.

It learns which of scikit-learn's data sets a sentence of their descriptions is about.
"""

import re
from pathlib import Path

import numpy as np
import onnx
import sklearn
from networks.running import Feeds
from onnx import TensorProto, helper, numpy_helper
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

_QUESTIONS = (
    "Iris setosa petal length in CM",
    "number of instances is 178 wine cultivars",
    "handwritten DIGITS are 8x8 images",
    "the diabetes progression one year after baseline",
    "breast cancer malignant benign",
    "this covertype forest cartographic",
)


def text_classifier() -> tuple[onnx.ModelProto, Feeds]:
    sentences, labels = _sentences()
    counts = CountVectorizer(
        ngram_range=(1, 2), token_pattern=r"[^ ]+", min_df=2, max_features=1500
    )
    fitted = LogisticRegression(max_iter=1000, C=3).fit(counts.fit_transform(sentences), labels)
    model = _model(list(counts.get_feature_names_out()), fitted)
    return model, {"text": np.array(_QUESTIONS, dtype=object)}


def _sentences() -> tuple[list[str], list[str]]:
    """Sentences of four words and more, of the data sets that have eight of them."""
    by_label: dict[str, list[str]] = {}
    folder = Path(sklearn.__file__).parent / "datasets" / "descr"
    for path in sorted(folder.glob("*.rst")):
        for piece in re.split(r"(?<=[.:])\s+", path.read_text(encoding="utf8")):
            words = re.sub(r"[^a-z0-9]+", " ", piece.lower()).split()
            if len(words) >= 4:
                by_label.setdefault(path.stem, []).append(" ".join(words))
    pairs = [(s, label) for label, all in by_label.items() if len(all) >= 8 for s in all]
    return [pair[0] for pair in pairs], [pair[1] for pair in pairs]


def _model(terms: list[str], fitted: LogisticRegression) -> onnx.ModelProto:
    singles = [(term, k) for k, term in enumerate(terms) if " " not in term]
    doubles = [(term, k) for k, term in enumerate(terms) if " " in term]
    classes = [str(label) for label in fitted.classes_]
    nodes = [
        helper.make_node(
            "StringNormalizer", ["text"], ["low"],
            case_change_action="LOWER", is_case_sensitive=1, locale="C.UTF-8",
        ),
        helper.make_node("StringSplit", ["low"], ["words", "count"]),
        helper.make_node(
            "TfIdfVectorizer", ["words"], ["counts"],
            mode="TF", min_gram_length=1, max_gram_length=2, max_skip_count=0,
            ngram_counts=[0, len(singles)], ngram_indexes=[k for _, k in singles + doubles],
            pool_strings=[word for term, _ in singles + doubles for word in term.split(" ")],
        ),
        helper.make_node("Gemm", ["counts", "W", "B"], ["logits"]),
        helper.make_node("Softmax", ["logits"], ["probabilities"], axis=-1),
        helper.make_node("ArgMax", ["probabilities"], ["best"], axis=-1, keepdims=0),
        helper.make_node(
            "LabelEncoder", ["best"], ["label"], domain="ai.onnx.ml",
            keys_int64s=list(range(len(classes))), values_strings=classes,
        ),
        helper.make_node("StringConcat", ["prefix", "label"], ["tag"]),
    ]  # fmt: skip
    graph = helper.make_graph(
        nodes,
        "text",
        [helper.make_tensor_value_info("text", TensorProto.STRING, ["N"])],
        [
            helper.make_tensor_value_info("tag", TensorProto.STRING, ["N"]),
            helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, ["N", len(classes)]),
            helper.make_tensor_value_info("count", TensorProto.INT64, ["N"]),
        ],
        [
            numpy_helper.from_array(fitted.coef_.T.astype(np.float32), "W"),
            numpy_helper.from_array(fitted.intercept_.astype(np.float32), "B"),
            helper.make_tensor("prefix", TensorProto.STRING, [1], [b"dataset:"]),
        ],
    )
    opsets = [helper.make_opsetid("", 20), helper.make_opsetid("ai.onnx.ml", 4)]
    model = helper.make_model(graph, opset_imports=opsets, ir_version=9)
    onnx.checker.check_model(model)
    return model
