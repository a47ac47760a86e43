import Graphs
import Tensors

/// A map's values in ascending order of their keys, or each at the index that its key is.
///
/// - Shapes: Y `[1, entries]`, or `[1, max_map]` where `map_form` is SPARSE; what no key names is zero or
///   the empty string. The text gives no rank: this is onnxruntime's.
/// - Types: values become `cast_to`'s type as Cast's do.
/// - Throws: `.index` for a key outside of a sparse map, `.mismatch` for a string that is no number.
/// - Source: ONNX-ML CastMap, opset 1.
struct CastMap: MapOperator {
  static let castTo = AttributeKey<String>("cast_to")
  static let mapForm = AttributeKey<String>("map_form")
  static let maxMap = AttributeKey<Int>("max_map")
  static let schema = OperatorSchema(
    "CastMap", domain: "ai.onnx.ml", inputs: [.one("X", "T1")], outputs: [.one("Y", "T2")],
    history: [
      .since(
        1,
        [
          "T1": .others("map(int64, float)", "map(int64, string)"),
          "T2": [.float, .int64, .string],
        ], attributes: [castTo.or("TO_FLOAT"), mapForm.or("DENSE"), maxMap.or(1)])
    ])

  private let target: DType
  /// The length of a sparse map.
  private let length: Int?

  init(_ node: NodeReader) throws(OperatorError) {
    let (name, form) = (try node[Self.castTo], try node[Self.mapForm])
    let types: [String: DType] = ["TO_FLOAT": .float, "TO_INT64": .int64, "TO_STRING": .string]
    guard let target = types[name] else {
      throw .attribute(
        "cast_to", found: "'\(name)'", expected: "'TO_FLOAT', 'TO_INT64' or 'TO_STRING'")
    }
    guard form == "DENSE" || form == "SPARSE" else {
      throw .attribute("map_form", found: "'\(form)'", expected: "'DENSE' or 'SPARSE'")
    }
    self.target = target
    length = form == "SPARSE" ? try node[Self.maxMap] : nil
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    _ = try inputs.map(0)
    let type = TensorType(target, [1, length.map { .known($0) } ?? .unknown])
    if length != nil { try type.checkListing() }
    return [.tensor(type)]
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    _ = try infer(inputs.inference)
    let (map, given) = try inputs.map(0)
    guard let keys = map.integers else {
      throw .wrongType(input: 0, found: map.dtype.name, expected: "keys of int64")
    }
    let values = try given.cast(to: target)
    var sources: [Int]
    if let length {
      sources = Array(repeating: -1, count: length)
      for (place, key) in keys.enumerated() {
        guard (0..<length).contains(key) else { throw .index(key, extent: length) }
        sources[key] = place
      }
    } else {
      sources = keys.indices.sorted { keys[$0] < keys[$1] }
    }
    return [
      .tensor(values.gathering(sources, or: .nothing(target), shape: [1, sources.count]))
    ]
  }
}

extension CastMap {
  static let samples: [Sample] = [
    cast([3, 0, 7], [1.5, -2.0, 4.25]), cast([3], [9]), cast([3, 0, 7], [1, -2, 4]),
    cast([3, 0, 5], [1, -2, 4], ["map_form": "SPARSE", "max_map": 6]),
    cast([2], [4], ["map_form": "SPARSE", "max_map": 65]),
    .refused(
      .range, "a key is below max_map", [.map([3, 6], words: [], values: [1, 2])],
      ["map_form": "SPARSE", "max_map": 6]),
    .refused(
      .attribute, "map_form is one of two", [.map([3], words: [], values: [1])],
      ["map_form": "PACKED"]),
    .refused(
      .attribute, "cast_to is one of three", [.map([3], words: [], values: [1])],
      ["cast_to": "TO_DOUBLE"]),
  ]

  private static func cast(
    _ keys: [Double], _ values: [Double], _ attributes: [String: SampleAttribute] = [:]
  ) -> Sample {
    let target = SampleAttribute.made { kinds in
      switch kinds["T2"]?.element {
      case .string: .string("TO_STRING")
      case .int64: .string("TO_INT64")
      default: .string("TO_FLOAT")
      }
    }
    // Texts of fractions are no integers.
    let whole = values.allSatisfy { $0 == $0.rounded() }
    let sample = Sample(
      [.map(keys, words: [], values: values)], attributes.merging(["cast_to": target]) { $1 })
    return whole ? sample : sample.types("T2", [.float]).types("T1", .others("map(int64, float)"))
  }
}
