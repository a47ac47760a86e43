"""Holds onnxruntime against the formulas."""

from collections import defaultdict

import numpy as np
import onnxruntime

from .case import Case, model, present

# As tolerances.toml says: shares of the largest element, and what is added to it.
RELATIVE = {"float32": 1e-5, "float64": 1e-9, "float16": 2e-3, "bfloat16": 2e-2}
ADDED = 1e-6


def confirm(cases: list[Case]) -> int:
    shares: dict[str, list[float]] = defaultdict(list)
    failures = 0
    for case in cases:
        if case.reason:
            print(f"{case.operator}/{case.name}: not confirmed: {case.reason}")
            continue
        try:
            share = _share(case, _run(case))
        except Exception as error:  # onnxruntime has its own types for each refusal.
            print(f"{case.operator}/{case.name}: {' '.join(str(error).split())[:200]}")
            failures += 1
            continue
        shares[case.operator].append(share)
        if share > 1:
            print(f"{case.operator}/{case.name}: {share:.3g} times the bound")
            failures += 1
    for operator, found in sorted(shares.items()):
        print(f"{operator:36}{len(found):4} cases, worst share of the bound {max(found):.3g}")
    return 1 if failures else 0


def _run(case: Case) -> list[np.ndarray]:
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(
        model(case).SerializeToString(), options, providers=["CPUExecutionProvider"]
    )
    fed = [k for k in present(case.inputs) if k not in case.constants]
    return session.run(None, {f"x{k}": case.inputs[k] for k in fed})


def _share(case: Case, found: list[np.ndarray]) -> float:
    """The worst error as a share of the bound; infinite for other shapes, types and integers."""
    worst = 0.0
    for k, value in zip(present(case.outputs), found, strict=True):
        expected = case.outputs[k]
        if value.shape != expected.shape or value.dtype != expected.dtype:
            return np.inf
        if expected.dtype.name not in RELATIVE:
            worst = max(worst, 0.0 if np.array_equal(value, expected) else np.inf)
        elif expected.size:
            value, expected = value.astype(float), expected.astype(float)
            if not np.array_equal(np.isfinite(value), np.isfinite(expected)):
                return np.inf
            scale = np.max(np.abs(expected), initial=0, where=np.isfinite(expected))
            bound = RELATIVE[case.outputs[k].dtype.name] * scale + ADDED
            with np.errstate(invalid="ignore"):
                error = np.abs(np.where(np.isfinite(expected), value - expected, 0))
            worst = max(worst, float(error.max()) / bound)
    return worst
