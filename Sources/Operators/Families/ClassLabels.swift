import Graphs
import Tensors

/// The labels of a classifier's classes: integers or strings.
struct ClassLabels: Sendable {
  static let strings = AttributeKey<[String]>("classlabels_strings")

  let tensor: Tensor

  var count: Int { tensor.count }
  /// The numbers of the classes.
  var all: Range<Int> { 0..<count }
  var dtype: DType { tensor.dtype }

  /// - Throws: `.mismatch` unless one of the two lists is there; an empty one is not.
  init(_ node: NodeReader, integers key: AttributeKey<[Int]>) throws(OperatorError) {
    let strings = node[ifPresent: Self.strings] ?? []
    let integers = node[ifPresent: key] ?? []
    guard strings.isEmpty != integers.isEmpty else {
      throw .mismatch("one of 'classlabels_strings' and '\(key.name)' must be given")
    }
    tensor =
      strings.isEmpty
      ? Tensor(vector: integers.map { Int64($0) }) : Tensor(vector: strings)
  }

  /// The integers, where the labels are such.
  var integers: [Int64]? {
    if case .int64(let x) = tensor.elements { Array(x) } else { nil }
  }

  /// The labels of rows' classes.
  func values(_ classes: Buffer<Int32>) -> Value {
    .tensor(tensor.gathering(classes.map { Int($0) }, shape: [classes.count]))
  }
}

extension ClassLabels {
  /// The types of every classifier of ai.onnx.ml.
  static let types: [String: TypeSet] = [
    "T1": [.double, .float, .int32, .int64], "T2": [.int64, .string],
  ]

  /// The types of labels and scores.
  func outputs(rows: Dimension, columns: Int) throws(OperatorError) -> [ValueType] {
    [
      .tensor(TensorType(dtype, [rows])),
      try TensorType(.float, [rows, .known(columns)]).checked(),
    ]
  }

  /// The labels that a device writes, none where nobody asks for them; `nil` where they are strings
  /// that somebody asks for.
  func onDevice(_ request: LoweringRequest) throws(OperatorError) -> [Int64]? {
    guard request.wanted.first ?? true else { return [] }
    return integers
  }
}
