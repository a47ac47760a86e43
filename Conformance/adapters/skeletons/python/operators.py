"""What each operator computes. To add one: write its function, and give it a line in OPERATORS."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass

from failures import Failure
from values import Tensor, new_tensor


@dataclass
class Operator:
    input_count: int
    evaluate: Callable[..., Tensor]


def add(a: Tensor, b: Tensor) -> Tensor:
    # A sum of two floats in double, rounded once more, is their sum in float.
    return _binary(a, b, lambda x, y: x + y)


OPERATORS = {
    "Add": Operator(2, add),
}


def _binary(a: Tensor, b: Tensor, function: Callable) -> Tensor:
    """Two tensors of one type, with ONNX's broadcasting."""
    if a.type != b.type:
        raise Failure("run", f"The inputs are {a.type} and {b.type}, and have to share a type.")
    shape = _broadcast(a.shape, b.shape)
    result = new_tensor(a.type, shape)
    wrap = _wrap if a.type == "int64" else lambda x: x
    places = zip(_places(a.shape, shape), _places(b.shape, shape), strict=True)
    for i, (p, q) in enumerate(places):
        result.elements[i] = wrap(function(a.elements[p], b.elements[q]))
    return result


def _wrap(integer: int) -> int:
    """Integers of 64 bits wrap around."""
    return (integer + (1 << 63)) % (1 << 64) - (1 << 63)


def _broadcast(a: list[int], b: list[int]) -> list[int]:
    """Extents are matched from the last on; what is not there is 1."""
    rank = max(len(a), len(b))
    a, b = [1] * (rank - len(a)) + a, [1] * (rank - len(b)) + b
    for x, y in zip(a, b, strict=True):
        if x != y and 1 not in (x, y):
            raise Failure("run", f"The shapes {a} and {b} can't be broadcast.")
    return [y if x == 1 else x for x, y in zip(a, b, strict=True)]


def _places(shape: list[int], result: list[int]):
    """For each element of a result of this shape, in order, where the tensor's element lies."""
    shape = [1] * (len(result) - len(shape)) + shape
    steps, stride = [], 1
    for dim, extent in zip(reversed(shape), reversed(result), strict=True):
        steps.append([0 if dim == 1 else stride * i for i in range(extent)])
        stride *= dim
    return map(sum, itertools.product(*reversed(steps)))
