"""Kinds `seeded` and `light`: the light models of onnx, with seeded weights and as they are."""

from collections.abc import Iterator
from dataclasses import replace

from provision.cases import Case
from provision.real import real_cases
from provision.seeded import seeded_cases


def seeded_networks() -> Iterator[Case]:
    for case in seeded_cases():
        yield replace(case, name="rl_" + case.name.removeprefix("test_"))


def light_networks() -> Iterator[Case]:
    for case in real_cases():
        yield replace(case, kind="light", name="light_" + case.name.removeprefix("test_"))
