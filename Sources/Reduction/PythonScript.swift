import Exporter
import ModelFiles
import Tensors

/// A script that builds a reduced model, runs it and prints what came beside what others gave: all in
/// one file, without data of its own elsewhere.
struct PythonScript {
  private let finding: Finding

  init(_ finding: Finding) { self.finding = finding }

  /// - Throws: where the graph has no form in a file.
  func text() throws -> String {
    let file = try exportModel(finding.fed.graph)
    let isPeer = finding.onnxruntime != nil
    return """
      #!/usr/bin/env python3
      # Written by wonnx-conform.
      \"\"\"\(Self.prose(finding.sentence))

      Builds the model, runs it with \(isPeer ? "onnxruntime" : "onnx's reference evaluator") and prints every side.
      Exit status 1: it gives no values, or others than \(Self.prose(finding.measure)) gave.
      Needs \(isPeer ? "onnxruntime, " : "")onnx and numpy.
      \"\"\"
      \(Self.prologue)

      \(PythonModel(file).text)

      names = \(Python.literals(file.graph.inputs.map(\.name)))
      inputs = \(Self.lists(finding.fed.sets))
      given = {\(sides.joined(separator: ", "))}
      first = \(Python.literal(finding.measure))
      share = \(finding.nearness.share.map { "\($0)" } ?? "0")

      \(isPeer ? Self.onnxruntime : Self.evaluator)
      \(Self.epilogue)

      """
  }

  private var sides: [String] {
    zip(finding.names, finding.outcomes).compactMap { name, outcome in
      outcome.values.map { "\(Python.literal(name)): \(Self.lists($0))" }
    }
  }

  private static func prose(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("\"\"\"", with: "\\\"\\\"\\\"")
  }

  private static func lists(_ sets: [[Value]]) -> String {
    "[\(sets.map { "[\($0.map(value).joined(separator: ", "))]" }.joined(separator: ", "))]"
  }

  /// An expression for a value as numpy has it; a sequence is a list, an empty optional `None`.
  private static func value(_ value: Value) -> String {
    switch value {
    case .tensor(let tensor): "array(\(Python.tensor(tensor, "")))"
    case .sequence(let values, _): "[\(values.map(self.value).joined(separator: ", "))]"
    case .optional(let value, _): value.map(self.value) ?? "None"
    case .map(let map):
      "dict(zip(array(\(Python.tensor(map.keys, ""))).tolist(), \(self.value(map.values))))"
    case .sparse(let sparse):
      "(\(sparse.shape.dims), \(self.value(.tensor(sparse.values))), "
        + "\(self.value(.tensor(sparse.indices))))"
    }
  }

  private static let prologue = """
    import base64
    import sys

    import numpy
    import onnx
    from onnx import helper, numpy_helper


    def tensor(name, dtype, dims, content):
        proto = onnx.TensorProto(name=name, data_type=dtype, dims=dims)
        if isinstance(content, list):
            proto.string_data.extend(text.encode() for text in content)
        else:
            proto.raw_data = base64.b64decode(content)
        return proto


    def array(proto):
        return numpy_helper.to_array(proto)


    def node(operator, inputs, outputs, name, domain, attributes):
        made = helper.make_node(operator, inputs, outputs, name=name, domain=domain)
        for key, value in attributes.items():
            if isinstance(value, onnx.AttributeProto):
                value.name = key
            else:
                value = helper.make_attribute(key, value)
            made.attribute.append(value)
        return made

    """

  private static let onnxruntime = """
    import onnxruntime

    subject = "onnxruntime " + onnxruntime.__version__


    def start():
        providers = ["CPUExecutionProvider"]
        return onnxruntime.InferenceSession(model.SerializeToString(), providers=providers)

    """

  private static let evaluator = """
    from onnx.reference import ReferenceEvaluator

    subject = "onnx " + onnx.__version__


    def start():
        return ReferenceEvaluator(model)

    """

  private static let epilogue = """

    def agree(a, b):
        if isinstance(a, list) or isinstance(b, list):
            return isinstance(a, list) and isinstance(b, list) and len(a) == len(b) and all(map(agree, a, b))
        a, b = numpy.asarray(a), numpy.asarray(b)
        if a.dtype.kind in "OSU" and b.dtype.kind in "OSU":
            return a.shape == b.shape and a.astype(str).tolist() == b.astype(str).tolist()
        if a.dtype != b.dtype or a.shape != b.shape:
            return False
        if a.dtype.kind not in "fiubV":
            return bool((a == b).all())
        a, b = a.astype(numpy.float64), b.astype(numpy.float64)
        finite = numpy.abs(a[numpy.isfinite(a)])
        bound = share * (finite.max() if finite.size else 0.0)
        return bool(numpy.allclose(a, b, rtol=0, atol=bound, equal_nan=True))


    print(subject, "on", [node.op_type for node in model.graph.node])
    differs = False
    try:
        session = start()
    except Exception as error:
        sys.exit(f"{subject} does not take the model: {error}")
    for number, values in enumerate(inputs):
        try:
            found = session.run(None, dict(zip(names, values)))
        except Exception as error:
            sys.exit(f"{subject} does not run it: {error}")
        for place, value in enumerate(found):
            print(f"data set {number}, output {place}")
            print(f"  {subject}: {value}")
            for name, outputs in given.items():
                other = outputs[number][place]
                same = agree(other, value)
                differs = differs or (name == first and not same)
                print(f"  {name}: {other}", "(the same)" if same else "(differs)")
    sys.exit(1 if differs else 0)
    """
}
