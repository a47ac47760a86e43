import Graphs
import Tensors

/// An operator on sequences or optionals: containers, which live on the host.
protocol ContainerOperator: Operator {}

extension ContainerOperator {
  static var tolerance: Tolerance { .exact }

  func scratch(_ request: ScratchRequest) -> ByteCount { .zero }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    .host(.byNature("sequences and optionals"))
  }
}

extension Evaluation {
  /// The elements of a sequence input and their kind.
  func sequence(_ index: Int) throws(OperatorError) -> (elements: [Value], kind: ValueKind) {
    let value = try value(index)
    guard case .sequence(let elements, let kind) = value else {
      throw .wrongType(input: index, found: value.kind.name, expected: "a sequence")
    }
    return (elements, kind)
  }

  /// The one integer of an input; `nil` when the input is absent.
  func integer(_ index: Int) throws(OperatorError) -> Int? {
    guard let integers = try integers(index) else { return nil }
    guard integers.count == 1 else {
      throw .mismatch("input \(index) has \(integers.count) elements, expected 1")
    }
    return integers[0]
  }
}

extension Inference {
  /// The type of the elements of a sequence input; `nil` when it is not known.
  func element(_ index: Int) throws(OperatorError) -> ValueType? {
    let type = try type(index)
    switch type {
    case .sequence(let element): return element
    case .unknown: return nil
    case .tensor, .optional, .map, .sparse:
      throw .wrongType(input: index, found: type.kind?.name ?? "unknown", expected: "a sequence")
    }
  }
}

/// The element that a position names, counted from the back when negative.
///
/// - Throws: `.index` outside of `count` elements, or past the end of them where `allowsEnd`.
func resolve(
  position: Int, count: Int, allowsEnd: Bool = false
) throws(OperatorError) -> Int {
  let last = allowsEnd ? count : count - 1
  guard -count <= position, position <= last else {
    throw .index(position, extent: count, fromEnd: true)
  }
  return position < 0 ? position + count : position
}
