"""A gradient-boosted regressor as one TreeEnsemble of ai.onnx.ml 5."""

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper


def tree_ensemble(regressor) -> onnx.ModelProto:
    nodes = _Nodes(regressor.learning_rate)
    roots = [nodes.add(stage[0].tree_) for stage in regressor.estimators_]
    ensemble = helper.make_node(
        "TreeEnsemble",
        ["X"],
        ["sum"],
        domain="ai.onnx.ml",
        n_targets=1,
        aggregate_function=1,
        post_transform=0,
        tree_roots=roots,
        nodes_featureids=nodes.features,
        nodes_splits=numpy_helper.from_array(np.array(nodes.splits, np.float32), "splits"),
        nodes_modes=numpy_helper.from_array(np.zeros(len(nodes.splits), np.uint8), "modes"),
        nodes_truenodeids=[node[0] for node in nodes.true],
        nodes_trueleafs=[node[1] for node in nodes.true],
        nodes_falsenodeids=[node[0] for node in nodes.false],
        nodes_falseleafs=[node[1] for node in nodes.false],
        leaf_targetids=[0] * len(nodes.weights),
        leaf_weights=numpy_helper.from_array(np.array(nodes.weights, np.float32), "weights"),
    )
    start = np.array([regressor.init_.constant_.ravel()[0]], np.float32)
    graph = helper.make_graph(
        [ensemble, helper.make_node("Add", ["sum", "start"], ["Y"])],
        "boosted",
        [helper.make_tensor_value_info("X", TensorProto.FLOAT, ["N", 10])],
        [helper.make_tensor_value_info("Y", TensorProto.FLOAT, ["N", 1])],
        [numpy_helper.from_array(start, "start")],
    )
    opsets = [helper.make_opsetid("", 21), helper.make_opsetid("ai.onnx.ml", 5)]
    model = helper.make_model(graph, opset_imports=opsets, ir_version=10)
    onnx.checker.check_model(model)
    return model


class _Nodes:
    """The inner nodes of all trees, and their leaves."""

    def __init__(self, learning_rate: float):
        self._rate = learning_rate
        self.features: list[int] = []
        self.splits: list[float] = []
        # Where each node leads: the number of a node or leaf, and 1 for a leaf.
        self.true: list[tuple[int, int]] = []
        self.false: list[tuple[int, int]] = []
        self.weights: list[float] = []

    def add(self, tree, node: int = 0) -> int:
        place = len(self.features)
        self.features.append(int(tree.feature[node]))
        self.splits.append(float(tree.threshold[node]))
        for targets in (self.true, self.false):
            targets.append((0, 0))
        self.true[place] = self._target(tree, tree.children_left[node])
        self.false[place] = self._target(tree, tree.children_right[node])
        return place

    def _target(self, tree, node: int) -> tuple[int, int]:
        if tree.children_left[node] != -1:
            return self.add(tree, node), 0
        self.weights.append(float(tree.value[node, 0, 0]) * self._rate)
        return len(self.weights) - 1, 1
