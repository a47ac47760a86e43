"""The package against a built program: WONNX_CONFORM, or the checkout's release build."""

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import numpy as np
import onnx
from onnx import helper
from wonnx_adapter import ELEMENTS, Failure, Typed, Unsupported
from wonnx_conform import Crash, NoProgram, Session, backend, program
from wonnx_conform.server import server

HERE = Path(__file__).resolve().parent
SUITE = HERE.parent.parent / "suite"
FLOAT = onnx.TensorProto.FLOAT


def model_of(*nodes: onnx.NodeProto, inputs: list[str], outputs: list[str], opset: int = 21):
    named = [helper.make_tensor_value_info(name, FLOAT, [2]) for name in inputs]
    given = [onnx.ValueInfoProto(name=name) for name in outputs]
    graph = helper.make_graph(list(nodes), "g", named, given)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=10)


def sum_and_difference() -> onnx.ModelProto:
    nodes = (helper.make_node("Add", ["a", "b"], ["c"]), helper.make_node("Sub", ["a", "b"], ["d"]))
    return model_of(*nodes, inputs=["a", "b"], outputs=["c", "d"])


A, B = np.array([1, 2], np.float32), np.array([0.5, 0.25], np.float32)


class Sessions(unittest.TestCase):
    def test_gives_all_outputs_in_order_or_those_asked_for(self):
        session = Session(sum_and_difference())
        c, d = session.run(None, {"a": A, "b": B})
        self.assertEqual((c.tolist(), d.tolist()), ([1.5, 2.25], [0.5, 1.75]))
        self.assertEqual(session.run(["d"], {"a": A, "b": B})[0].tolist(), [0.5, 1.75])
        with self.assertRaisesRegex(ValueError, "no output 'e'"):
            session.run(["e"], {"a": A, "b": B})

    def test_takes_a_path_bytes_or_a_message_on_any_device(self):
        model = sum_and_difference()
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "model.onnx"
            path.write_bytes(model.SerializeToString())
            for given in (path, str(path), path.read_bytes(), model):
                for device in ("CPU", "CPU+OPT", "VULKAN:0"):
                    found = Session(given, device).run(["c"], {"a": A, "b": B})
                    self.assertEqual(found[0].tolist(), [1.5, 2.25])

    def test_says_what_is_wrong_with_a_model_or_a_value(self):
        node = helper.make_node("NobodyKnowsThis", ["a"], ["b"])
        with self.assertRaisesRegex(Unsupported, "NobodyKnowsThis"):
            Session(model_of(node, inputs=["a"], outputs=["b"]))
        with self.assertRaises(Failure) as caught:
            Session(b"no model")
        self.assertEqual(caught.exception.phase, "load")
        with self.assertRaisesRegex(Failure, r"input 'a' is tensor\(double\) \[2\], expected"):
            Session(sum_and_difference()).run(None, {"a": A.astype(np.float64), "b": B})

    def test_a_crash_costs_the_case_in_flight_and_no_other(self):
        session = Session(sum_and_difference())
        os.kill(session._server._adapter._process.pid, signal.SIGKILL)
        with self.assertRaisesRegex(Crash, "SIGKILL"):
            session.run(None, {"a": A, "b": B})
        self.assertEqual(session.run(["c"], {"a": A, "b": B})[0].tolist(), [1.5, 2.25])

    def test_a_child_made_by_fork_has_a_process_of_its_own(self):
        Session(sum_and_difference())
        with multiprocessing.get_context("fork").Pool(2) as pool:
            self.assertEqual(pool.map(_in_a_child, range(4)), [[1.5, 2.25]] * 4)
            pool.close()
            pool.join()

    def test_ends_its_process_with_python(self):
        words = "import wonnx_conform.server as s; p = s.server('CPU'); p.profile; print(p._adapter._process.pid)"
        done = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True)
        self.assertFalse(Path(f"/proc/{done.stdout.strip()}").exists())

    def test_a_program_that_is_not_there_is_a_sentence(self):
        with self.assertRaisesRegex(NoProgram, "set WONNX_CONFORM"):
            program.find("/nowhere/wonnx-conform")
        with self.assertRaisesRegex(Crash, "does not start: .*exit code 2.*no runtime 'cuda'"):
            server("CUDA").profile


def _in_a_child(_: int) -> list[float]:
    return Session(sum_and_difference()).run(["c"], {"a": A, "b": B})[0].tolist()


class Backends(unittest.TestCase):
    def test_devices_are_spelled_as_onnx_spells_them(self):
        found = {d: backend.supports_device(d) for d in ("CPU", "VULKAN", "VULKAN:0", "VULKAN:99", "CUDA")}
        wanted = {"CPU": True, "VULKAN": True, "VULKAN:0": True, "VULKAN:99": False, "CUDA": False}
        self.assertEqual(found, wanted)

    def test_what_it_is_not_compatible_with_are_opsets_it_does_not_know(self):
        nodes = [helper.make_node("Add", ["a", "b"], ["c"])]
        for opset, wanted in ((21, True), (9999, False)):
            model = model_of(*nodes, inputs=["a", "b"], outputs=["c"], opset=opset)
            self.assertEqual(backend.is_compatible(model), wanted)

    def test_every_type_passes_through_identity_bit_by_bit(self):
        node = helper.make_node("Identity", ["x"], ["y"])
        for element in ELEMENTS.values():
            # onnx 1.23's Identity takes neither of these.
            if element.name in ("float6e2m3", "float6e3m2"):
                continue
            if element.name == "string":
                (found,) = backend.run_node(node, [np.array(["a", "ü", ""], object)])
                self.assertEqual(found.tolist(), ["a", "ü", ""])
                continue
            value = np.array([0, 1, 1, 0, 1]).astype(element.dtype)
            (found,) = backend.run_node(node, [value])
            self.assertEqual((found.dtype, found.tobytes()), (value.dtype, value.tobytes()))

    def test_sequences_and_optionals_pass_through_identity(self):
        node = helper.make_node("Identity", ["x"], ["y"])
        halves = np.array([0.5], np.float16)
        for value in ([A, B], [halves], Typed("seq(tensor(float))", [])):
            (found,) = backend.run_node(node, [value])
            plain = value.value if isinstance(value, Typed) else value
            self.assertEqual([each.tolist() for each in found], [each.tolist() for each in plain])
        node = helper.make_node("OptionalHasElement", ["x"], ["y"])
        for held, wanted in ((None, False), (A, True)):
            (found,) = backend.run_node(node, [Typed("optional(tensor(float))", held)])
            self.assertEqual(bool(found), wanted)

    def test_cases_of_the_suite_by_the_rule_of_onnx_s_runner(self):
        if not (SUITE / "node").is_dir():
            self.skipTest("The suite is not set up: Conformance/setup.sh.")
        from onnx.backend.test.runner import Runner
        from speed import feeds, inputs

        names = ("softmax_axis_1", "cast_FLOAT_to_INT4", "sequence_insert_at_back", "resize_upsample_sizes_nearest",
                 "string_concat_utf8", "top_k", "optional_get_element_tensor", "lstm_defaults")  # fmt: skip
        for device in ("CPU", "VULKAN"):
            for name in names:
                folder = SUITE / "node" / f"test_{name}"
                model = onnx.load(folder / "model.onnx")
                prepared = backend.prepare(model, device)
                wanted = list(feeds(model.graph.output, folder, "output").values())
                found = prepared.run(inputs(model, folder))
                Runner.assert_similar_outputs(wanted, found, rtol=1e-3, atol=1e-7)


class Commands(unittest.TestCase):
    """`cmd:PROGRAM {model} {inputs} {outputs}` as a column."""

    def test_a_program_with_a_command_line_is_judged_case_by_case(self):
        if not (SUITE / "node").is_dir():
            self.skipTest("The suite is not set up: Conformance/setup.sh.")
        with tempfile.TemporaryDirectory() as folder:
            words = f"cmd:{sys.executable} {HERE}/echo_command.py {{model}} {{inputs}} --out={{outputs}}"
            subprocess.run(
                [program.find(), "--runtime", f"echo={words}", "--report", "jsonl", "--output", folder,
                 "--suite", str(SUITE), "--filter", "test_identity", "--filter", "test_abs",
                 "--filter", "test_softmax_axis_0", "--filter", "test_identity_sequence"],
                capture_output=True,
            )  # fmt: skip
            lines = (Path(folder) / "results.jsonl").read_text().splitlines()
        found = {r["case"]: (r["status"], r.get("reason", "")) for r in map(json.loads, lines) if "case" in r}
        self.assertEqual(found["node/test_identity"][0], "pass")
        self.assertEqual(found["node/test_abs"][0], "fail:compare")
        self.assertEqual(found["node/test_softmax_axis_0"], ("unsupported", "No Softmax here."))
        self.assertEqual(found["node/test_identity_sequence"][0], "error:dispatch")
        self.assertIn("wrote no file for output 'y'", found["node/test_identity_sequence"][1])


if __name__ == "__main__":
    unittest.main()
