import Graphs
import Tensors

/// The same elements under another shape.
///
/// In the shape asked for, one entry may be -1, which takes what is left, and 0 copies the input's
/// extent, unless `allowzero` says that it means an empty axis.
///
/// - Throws: `.mismatch` when the number of elements differs or cannot be divided.
/// - Source: ONNX Reshape, opsets 1, 5, 13, 14, 19, 21, 23, 24, 25.
struct Reshape: Reshaping {
  static let consumedInputs = AttributeKey<[Int]>("consumed_inputs")
  static let shape = AttributeKey<[Int]>("shape")
  static let allowzero = AttributeKey<Int>("allowzero")
  static let schema = OperatorSchema(
    "Reshape", inputs: [.one("data", "T"), .one("shape", "tensor(int64)")],
    outputs: [.one("reshaped", "T")],
    history: [
      .since(
        1, ["T": .ieeeFloats],
        attributes: [consumedInputs.optional, shape.optional],
        inputs: [.one("data", "T")]),
      .since(5, ["T": .classic]),
      .since(13, ["T": .classicAndBFloat16]),
      .since(
        14, ["T": .classicAndBFloat16],
        attributes: [allowzero.or(0)]),
      .since(
        19, ["T": .ir9],
        attributes: [allowzero.or(0)]),
      .since(
        21, ["T": .ir10],
        attributes: [allowzero.or(0)]),
      .since(
        23, ["T": .ir11],
        attributes: [allowzero.or(0)]),
      .since(
        24, ["T": .ir12],
        attributes: [allowzero.or(0)]),
      .since(
        25, ["T": .ir13],
        attributes: [allowzero.or(0)]),
    ])
  static let samples: [Sample] = [
    Sample([.normal(2, 3, 4)], ["shape": [4, 6]]).before(5),
    Sample([.normal(2, 3, 4)], ["shape": [0, -1]]).before(5),
    Sample([.normal(2, 3, 4), .list(4, 6)]).since(5),
    Sample([.normal(2, 3, 4), .list(0, -1)]).since(5),
    Sample([.normal(2, 3, 4), .list(-1).constant]).since(5),
    Sample([.normal(1), .list([], [0])]).since(5), Sample([.normal(), .list(1, 1)]).since(5),
    Sample([.special(3, 11), .list(11, 1, 3).constant]).since(5),
    Sample([.normal(0, 3, 4), .list(3, 0, 4)], ["allowzero": 1]).since(14),
    Sample([.normal(0, 3), .list(0, -1)]).since(5),
    Sample([.normal(2, 3), .list(0, 0)], ["allowzero": 0]).since(14),
    .refused(.shape, "the elements are as many", [.normal(2, 3), .list(4, 2)]).since(5),
    .refused(.value, "one extent at most is -1", [.normal(2, 3), .list(-1, -1)]).since(5),
    .refused(.value, "an extent is -1 or more", [.normal(2, 3), .list(-2, 3)]).since(5),
    .refused(
      .value, "with allowzero, 0 and -1 exclude each other", [.normal(0, 3), .list(0, -1)],
      ["allowzero": 1]
    ).since(14),
  ]

  /// The shape of opset 1, where it is an attribute.
  let shape: [Int]?
  let takesShapeAsInput: Bool
  let copiesZeros: Bool

  init(_ node: NodeReader) throws(OperatorError) {
    shape = node[ifPresent: Self.shape]
    takesShapeAsInput = node.revision.inputs.count > 1
    copiesZeros = node[ifPresent: Self.allowzero] != 1
  }

  func reshaped(
    _ dims: [Dimension]?, _ inputs: Inference
  ) throws(OperatorError) -> [Dimension]? {
    guard takesShapeAsInput else { return try resolve(shape ?? [], of: dims) }
    _ = try inputs.type(1)
    if let asked = inputs.knownIntegers(1) { return try resolve(asked, of: dims) }
    return inputs.length(1).map { Array(repeating: .unknown, count: $0) }
  }

  private func resolve(
    _ asked: [Int], of dims: [Dimension]?
  ) throws(OperatorError) -> [Dimension] {
    var result: [Dimension] = []
    var left = dims
    var isCopyKnown = dims != nil
    for (axis, extent) in asked.enumerated() {
      if extent == 0, copiesZeros {
        guard let dims else {
          isCopyKnown = false
          result.append(.unknown)
          continue
        }
        guard axis < dims.count else {
          throw .mismatch("shape \(asked) copies axis \(axis) of an input of rank \(dims.count)")
        }
        result.append(dims[axis])
        left?[axis] = 1
      } else if extent >= -1 {
        result.append(extent == -1 ? .unknown : .known(extent))
      } else {
        throw .mismatch("shape \(asked) has the negative extent \(extent)")
      }
    }
    let holes = asked.indices.filter { asked[$0] == -1 }
    guard holes.count <= 1 else { throw .mismatch("shape \(asked) leaves several extents open") }
    guard isCopyKnown, let available = left?.product else { return result }
    let copied = Set(asked.indices.filter { asked[$0] == 0 && copiesZeros })
    let taken = result.indices.filter { asked[$0] != -1 && !copied.contains($0) }
      .map { result[$0] }.product
    guard let taken else { throw .mismatch("shape \(asked) has too many elements") }
    if let hole = holes.first {
      let isEmpty = copied.contains { result[$0] == 0 }
      if taken == 0 || isEmpty {
        guard available == 0 || isEmpty, taken != 0 else {
          throw .mismatch("shape \(asked) leaves an extent open beside an empty one")
        }
        result[hole] = .known(available / taken)
      } else {
        guard available % taken == 0 else {
          throw .mismatch("\(available) elements cannot be divided into shape \(asked)")
        }
        result[hole] = .known(available / taken)
      }
    } else if taken != available, !copied.contains(where: { result[$0] == 0 }) {
      throw .mismatch("\(available) elements do not fill shape \(asked)")
    }
    return result
  }
}

extension Reshape: DifferentiableReshape {}
