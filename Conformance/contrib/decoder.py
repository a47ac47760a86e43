"""Writes a small int4 decoder with a cache: python -m contrib.decoder FOLDER [--confirm]

A Loop takes 64 greedy steps, so that a case is one run and its result 64 tokens. The expected
ones come from formulas in double precision, and the weights are such that the two best logits of
each step differ by 100 times what tolerances.toml allows a float32 runtime. --confirm runs
onnxruntime too.
"""

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from .case import seeded
from .confirm import ADDED, RELATIVE
from .operators.attention import angles
from .operators.group_query import Node

F = np.float64
DOMAIN = "com.microsoft"
LAYERS, STEPS, VOCABULARY = 4, 64, 96
HEADS, SHARED, SIZE = 4, 2, 16
WIDTH, INNER, BLOCK = 64, 128, 32
LEAST_GAP = 100


@dataclass(frozen=True)
class Matrix:
    """Int4 codes of [outputs, inputs], 8 for 0, with a scale a block."""

    codes: np.ndarray
    scales: np.ndarray

    @staticmethod
    def draw(key: str, inputs: int, outputs: int, scale: float = 1.0) -> "Matrix":
        numbers = seeded(key)
        codes = numbers.integers(0, 16, (outputs, inputs)).astype(np.uint8)
        spread = scale / (5 * np.sqrt(inputs))
        scales = spread * (0.75 + numbers.random((outputs, inputs // BLOCK)) / 2)
        return Matrix(codes, scales.astype(np.float32))

    def times(self, x: np.ndarray) -> np.ndarray:
        weights = (self.codes.astype(F) - 8) * np.repeat(self.scales.astype(F), BLOCK, 1)
        return x @ weights.T

    def packed(self) -> np.ndarray:
        pairs = self.codes.reshape(self.codes.shape[0], -1, BLOCK // 2, 2)
        return pairs[..., 0] | pairs[..., 1] << 4


class Decoder:
    """Weights by name, and what they make of a token."""

    def __init__(self, seed: int) -> None:
        key = f"decoder/{seed}"
        self.embedding = seeded(f"{key}/embedding").standard_normal((VOCABULARY, WIDTH))
        self.embedding = self.embedding.astype(np.float32)
        head = Matrix.draw(f"{key}/head", WIDTH, VOCABULARY, 4.0)
        self.matrices: dict[str, Matrix] = {"head": head}
        self.norms: dict[str, np.ndarray] = {"last": self._norm(f"{key}/last")}
        for layer in range(LAYERS):
            for name, inputs, outputs in (
                ("qkv", WIDTH, (HEADS + 2 * SHARED) * SIZE), ("out", HEADS * SIZE, WIDTH),
                ("gate", WIDTH, INNER), ("up", WIDTH, INNER), ("down", INNER, WIDTH),
            ):  # fmt: skip
                full = f"{name}{layer}"
                self.matrices[full] = Matrix.draw(f"{key}/{full}", inputs, outputs, 2.0)
            for name in ("before", "after"):
                self.norms[f"{name}{layer}"] = self._norm(f"{key}/{name}{layer}")
        self.cosines, self.sines = angles(key, STEPS, SIZE // 2)

    @staticmethod
    def _norm(key: str) -> np.ndarray:
        return (1 + seeded(key).standard_normal(WIDTH) / 8).astype(np.float32)

    def _normal(self, x: np.ndarray, name: str) -> np.ndarray:
        root = np.sqrt((x * x).mean(-1, keepdims=True) + float(np.float32(1e-6)))
        return x / root * self.norms[name].astype(F)

    def step(self, token: int, caches: list[list[np.ndarray]]) -> np.ndarray:
        """The logits after a token; keys and values are added to the caches."""
        x = self.embedding[token].astype(F)[None, None]
        for layer in range(LAYERS):
            n = self._normal(x, f"before{layer}")
            past = caches[layer]
            length = past[0].shape[2]
            inputs = {
                "query": self.matrices[f"qkv{layer}"].times(n), "past_key": past[0],
                "past_value": past[1], "lengths": np.array([length]),
                "total": np.array([length + 1]), "cos": self.cosines, "sin": self.sines,
            }  # fmt: skip
            found = Node(HEADS, SHARED, inputs, {"do_rotary": 1}).outputs()
            caches[layer] = [found[1], found[2]]
            x = x + self.matrices[f"out{layer}"].times(found[0])
            n = self._normal(x, f"after{layer}")
            gate = self.matrices[f"gate{layer}"].times(n)
            inner = gate / (1 + np.exp(-gate)) * self.matrices[f"up{layer}"].times(n)
            x = x + self.matrices[f"down{layer}"].times(inner)
        return self.matrices["head"].times(self._normal(x, "last"))[0, 0]

    def tokens(self, first: int) -> tuple[list[int], float]:
        """The greedy tokens, and the least gap of two best logits in shares of the bound."""
        caches = [[np.zeros((1, SHARED, 0, SIZE))] * 2 for _ in range(LAYERS)]
        found, gap = [first], np.inf
        for _ in range(STEPS):
            logits = self.step(found[-1], caches)
            second, best = np.sort(logits)[-2:]
            bound = RELATIVE["float32"] * np.abs(logits).max() + ADDED
            gap = min(gap, (best - second) / bound)
            found.append(int(logits.argmax()))
        return found[1:], gap


class Body:
    """Writes the Loop's body."""

    def __init__(self, decoder: Decoder, rows: int) -> None:
        self.decoder, self.rows = decoder, rows
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, name: str, value: np.ndarray) -> str:
        if all(c.name != name for c in self.constants):
            self.constants.append(numpy_helper.from_array(value, name))
        return name

    def add(
        self, operator: str, inputs: list[str], output: str, domain: str = "", **settings
    ) -> str:
        self.nodes.append(
            helper.make_node(operator, inputs, output.split(","), domain=domain, **settings)
        )
        return output.split(",")[0]

    def product(self, x: str, name: str) -> str:
        matrix = self.decoder.matrices[name]
        outputs, inputs = matrix.codes.shape
        given = [
            x, self.constant(f"{name}_codes", matrix.packed()),
            self.constant(f"{name}_scales", matrix.scales),
        ]  # fmt: skip
        return self.add(
            "MatMulNBits", given, f"{name}_y", DOMAIN, K=inputs, N=outputs, bits=4, block_size=BLOCK
        )

    def normal(self, x: str, skip: str | None, name: str) -> tuple[str, str]:
        """The normalised sum, and the sum."""
        scale = self.constant(f"{name}_scale", self.decoder.norms[name])
        if skip is None:
            given = {"axis": -1, "epsilon": 1e-6}
            return self.add("SimplifiedLayerNormalization", [x, scale], f"{name}_y", **given), x
        outputs = f"{name}_y,,,{name}_sum"
        y = self.add(
            "SkipSimplifiedLayerNormalization", [x, skip, scale], outputs, DOMAIN, epsilon=1e-6
        )
        return y, f"{name}_sum"

    def graph(self) -> onnx.GraphProto:
        decoder = self.decoder
        zero, one = (self.constant(f"n{n}", np.array([n], np.int64)) for n in (0, 1))
        table = self.constant("table", decoder.embedding)
        tables = [
            self.constant("cosines", decoder.cosines), self.constant("sines", decoder.sines)
        ]  # fmt: skip
        x = self.add("Gather", [table, "token"], "embedded")
        length = self.add("Reshape", ["step", one], "length64")
        lengths = self.add("Cast", [length], "lengths", to=TensorProto.INT32)
        after = self.add("Add", [length, one], "total64")
        total = self.add("Cast", [after], "total", to=TensorProto.INT32)
        skip = None
        presents = []
        for layer in range(LAYERS):
            y, x = self.normal(x, skip, f"before{layer}")
            caches = [f"past_key{layer}", f"past_value{layer}"]
            outputs = [f"present_key{layer}", f"present_value{layer}"]
            presents += outputs
            y = self.add(
                "GroupQueryAttention",
                [self.product(y, f"qkv{layer}"), "", "", *caches, lengths, total, *tables],
                f"attended{layer},{outputs[0]},{outputs[1]}", DOMAIN,
                num_heads=HEADS, kv_num_heads=SHARED, do_rotary=1,
            )  # fmt: skip
            y, x = self.normal(x, self.product(y, f"out{layer}"), f"after{layer}")
            gate = self.product(y, f"gate{layer}")
            share = self.add("Sigmoid", [gate], f"share{layer}")
            gated = self.add("Mul", [gate, share], f"gated{layer}")
            inner = self.add("Mul", [gated, self.product(y, f"up{layer}")], f"inner{layer}")
            skip = self.product(inner, f"down{layer}")
        y, _ = self.normal(x, skip, "last")
        logits = self.product(y, "head")
        self.add("ArgMax", [logits], "next", axis=-1, keepdims=0)
        self.add("Squeeze", ["next", zero], "shown")
        self.add("Identity", ["goes_on"], "still")
        return helper.make_graph(
            self.nodes, "step", self.inputs(), self.outputs(presents), self.constants
        )

    def inputs(self) -> list[onnx.ValueInfoProto]:
        rows = self.rows or None
        shape = [1, SHARED, rows, SIZE]
        caches = [f"past_{kind}{layer}" for layer in range(LAYERS) for kind in ("key", "value")]
        return [
            helper.make_tensor_value_info("step", TensorProto.INT64, []),
            helper.make_tensor_value_info("goes_on", TensorProto.BOOL, []),
            helper.make_tensor_value_info("token", TensorProto.INT64, [1, 1]),
            *(helper.make_tensor_value_info(n, TensorProto.FLOAT, shape) for n in caches),
        ]

    def outputs(self, presents: list[str]) -> list[onnx.ValueInfoProto]:
        shape = [1, SHARED, self.rows or None, SIZE]
        return [
            helper.make_tensor_value_info("still", TensorProto.BOOL, []),
            helper.make_tensor_value_info("next", TensorProto.INT64, [1, 1]),
            *(helper.make_tensor_value_info(n, TensorProto.FLOAT, shape) for n in presents),
            helper.make_tensor_value_info("shown", TensorProto.INT64, [1]),
        ]


def model(decoder: Decoder, rows: int) -> onnx.ModelProto:
    """A model of all steps. The cache has `rows` rows from the start; of 0 it grows."""
    empty = numpy_helper.from_array(np.zeros((1, SHARED, rows, SIZE), np.float32), "empty")
    count = numpy_helper.from_array(np.array(STEPS, np.int64), "count")
    always = numpy_helper.from_array(np.array(True), "always")
    carried = ["first"] + ["empty"] * 2 * LAYERS
    outputs = [f"end{k}" for k in range(1 + 2 * LAYERS)] + ["tokens"]
    loop = helper.make_node(
        "Loop", ["count", "always", *carried], outputs, body=Body(decoder, rows).graph()
    )
    graph = helper.make_graph(
        [loop],
        "decoder",
        [helper.make_tensor_value_info("first", TensorProto.INT64, [1, 1])],
        [helper.make_tensor_value_info("tokens", TensorProto.INT64, [STEPS, 1])],
        [empty, count, always],
    )
    imports = [helper.make_opsetid("", 21), helper.make_opsetid(DOMAIN, 1)]
    return helper.make_model(graph, opset_imports=imports, ir_version=10)


def found() -> tuple[Decoder, int, list[int]]:
    """A decoder whose choices are clear and whose text is no short cycle."""
    for seed in range(200):
        decoder = Decoder(seed)
        tokens, gap = decoder.tokens(seed % VOCABULARY)
        if gap >= LEAST_GAP and len(set(tokens)) >= 16:
            print(f"seed {seed}: {len(set(tokens))} different tokens, least gap {gap:.0f} bounds")
            return decoder, seed % VOCABULARY, tokens
    raise ValueError("no seed gives clear choices")


def main() -> int:
    parser = argparse.ArgumentParser(prog="contrib.decoder", description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--confirm", action="store_true", help="hold onnxruntime against them")
    arguments = parser.parse_args()
    decoder, first, tokens = found()
    start, expected = np.array([[first]], np.int64), np.array(tokens, np.int64)[:, None]
    failures = 0
    for name, rows in (("growing", 0), ("buffer", STEPS)):
        place = arguments.folder / "node" / f"test_decoder_{name}"
        data = place / "test_data_set_0"
        data.mkdir(parents=True)
        proto = model(decoder, rows)
        (place / "model.onnx").write_bytes(proto.SerializeToString())
        for kind, value in (("input", start), ("output", expected)):
            tensor = numpy_helper.from_array(value, "first" if kind == "input" else "tokens")
            (data / f"{kind}_0.pb").write_bytes(tensor.SerializeToString())
        if arguments.confirm:
            import onnxruntime

            session = onnxruntime.InferenceSession(
                proto.SerializeToString(), providers=["CPUExecutionProvider"]
            )
            same = np.array_equal(session.run(None, {"first": start})[0], expected)
            print(f"decoder {name}: onnxruntime's tokens are {'the same' if same else 'others'}")
            failures += not same
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
