internal import Harness
internal import ModelFiles
internal import Tensors

/// A model of one operator, or of none, whose results are known by hand.
struct SmokeModel {
  /// `nil` for a model that hands its inputs on.
  var operatorName: String?
  var domain = "ai.onnx"
  /// The least opset in which the operator takes these types.
  var since = 1
  var attributes: [AttributeProto] = []
  /// By the name of the input whose default each is.
  var initializers: [TensorProto] = []
  var inputs: [Port]
  var outputs: [Port]

  struct Port {
    let name: String
    /// As the schemas spell it.
    let type: String
    /// Extents of a tensor; `nil` for one that is not known before it runs.
    var dims: [Int?]?
  }

  /// The opset to import: the one that the most know, within what is declared.
  func opset(_ profile: AdapterProfile) -> Int? {
    guard let range = profile.domains[domain], range.count == 2 else { return nil }
    let least = max(since, range[0])
    return least > range[1] ? nil : min(max(13, least), range[1])
  }

  /// What of it lies outside of a profile, in words.
  func outside(_ profile: AdapterProfile) -> String? {
    guard profile.domains[domain] != nil else { return "the domain \(domain)" }
    guard let opset = opset(profile) else { return "opset \(since) of \(domain)" }
    let hasUnknown = (inputs + outputs).contains { $0.dims?.contains(nil) == true }
    if hasUnknown, !profile.features.contains("dynamic-shapes") {
      return "the feature dynamic-shapes"
    }
    let types = (inputs + outputs).map(\.type)
    return profile.outside(
      CaseFacets(
        operators: operatorName.map { [$0] } ?? [], domains: [domain], opsets: [domain: opset],
        inputTypes: inputs.map(\.type), outputTypes: outputs.map(\.type),
        elementTypes: Set(types.map(CaseFacets.elementType)).sorted()))
  }

  func bytes(opset: Int) -> [UInt8] {
    var graph = GraphProto()
    graph.name = "check"
    if let operatorName {
      graph.nodes = [
        NodeProto(
          operatorName, domain: domain == "ai.onnx" ? "" : domain, inputs: inputs.map(\.name),
          outputs: outputs.map(\.name), attributes: attributes)
      ]
    }
    graph.initializers = initializers
    graph.inputs = inputs.map { ValueInfoProto($0.name, $0.proto) }
    graph.outputs = outputs.map { ValueInfoProto($0.name, $0.proto) }
    var file = ModelFile(graph: graph)
    file.opsetImports = [
      OperatorSetID(domain: domain == "ai.onnx" ? "" : domain, version: Int64(opset))
    ]
    file.irVersion = Self.irVersion(of: domain, opset)
    return file.serialized()
  }

  /// The version of the format that came with an opset: older readers take no newer one.
  private static func irVersion(of domain: String, _ opset: Int) -> Int64 {
    guard domain == "ai.onnx" else { return 8 }
    let versions: [(last: Int, ir: Int64)] = [(18, 8), (20, 9), (22, 10), (23, 11), (24, 12)]
    return versions.first { opset <= $0.last }?.ir ?? 13
  }
}

extension SmokeModel.Port {
  fileprivate var proto: TypeProto {
    let kind = TypeProto(spelled: type)
    let extents = dims?.map { dim in
      DimensionProto(dim.map { .value(Int64($0)) } ?? .parameter("n"))
    }
    switch kind.form {
    case .tensor(let code, _): return TypeProto(.tensor(code, dims: extents))
    case .sparse(let code, _): return TypeProto(.sparse(code, dims: extents))
    case .sequence, .map, .optional, .opaque, .none: return kind
    }
  }
}

extension TypeProto {
  /// The type that ONNX's schemas write so; of no form for anything else.
  fileprivate init(spelled text: String) {
    let open = text.firstIndex(of: "(") ?? text.endIndex
    let inner = String(text[open...].dropFirst().dropLast())
    func code(_ name: some StringProtocol) -> Int32 { DType(name: String(name))?.rawValue ?? 0 }
    switch text[..<open] {
    case "tensor": self.init(.tensor(code(inner), dims: nil))
    case "sparse_tensor": self.init(.sparse(code(inner), dims: nil))
    case "seq": self.init(.sequence(TypeProto(spelled: inner)))
    case "optional": self.init(.optional(TypeProto(spelled: inner)))
    case "map":
      let parts = inner.split(separator: ",", maxSplits: 1)
      let value = TypeProto(spelled: parts.last.map { String($0) } ?? "")
      self.init(.map(key: code(parts.first ?? ""), value: value))
    default: self.init(.none)
    }
  }
}
