package import Tensors

/// Why a node could not be read, typed or run. The node is named by ``NodeError``.
package enum OperatorError: Error, Sendable, Equatable, CustomStringConvertible {
  case missingInput(Int)
  case wrongType(input: Int, found: String, expected: String)
  case rank(input: Int, found: Int, expected: String)
  case axis(Int, rank: Int)
  case broadcast(Shape, Shape)
  /// An index of `extent` elements, which may count from the back where `fromEnd` says so.
  case index(Int, extent: Int, fromEnd: Bool = false)
  case attribute(String, found: String, expected: String)
  case missingAttribute(String)
  /// Inputs that contradict each other or the attributes; the sentence says how.
  case mismatch(String)
  /// A value that must be known before the run is not.
  case unknownValue(input: Int)
  /// What the standard allows and this program does not do.
  case unsupported(String)
  /// No bound of the error is stated of this.
  case unbounded(String)
  /// A tensor with a negative extent, or of more elements than one may have where it is used.
  case tooLarge(TensorType, most: Int)
  /// What a run has no memory for.
  case memory(MemoryDemand)
  case tensor(TensorError)
  /// A node of a body did not run; the body's name, and the node's error.
  indirect case body(String, NodeError)
  /// The task that ran the node was cancelled.
  case cancelled

  package var description: String {
    switch self {
    case .missingInput(let index): "input \(index) is absent, but required"
    case .wrongType(let input, let found, let expected):
      "input \(input) is \(found), expected \(expected)"
    case .rank(let input, let found, let expected):
      "input \(input) has rank \(found), expected \(expected)"
    case .axis(let axis, 0): "axis \(axis) is asked for, but a scalar has no axes"
    case .axis(let axis, let rank):
      "axis \(axis) is outside \(-rank)...\(rank - 1) for an input of rank \(rank)"
    case .broadcast(let a, let b): "shapes \(a) and \(b) do not broadcast"
    case .index(let index, 0, _): "index \(index) is asked for, but there are no elements"
    case .index(let index, let extent, let fromEnd):
      "index \(index) is outside \(fromEnd ? -extent : 0)...\(extent - 1)"
    case .attribute(let name, let found, let expected):
      "attribute '\(name)' is \(found), expected \(expected)"
    case .missingAttribute(let name): "attribute '\(name)' is absent, but required"
    case .mismatch(let sentence): sentence
    case .unknownValue(let input): "the value of input \(input) is not known before the run"
    case .unsupported(let what): "\(what) is not supported"
    case .unbounded(let what): "no bound is stated of \(what)"
    case .tooLarge(let type, _) where type.hasNegativeExtent:
      "a tensor of \(type) can't be made: an extent is 0 or more"
    case .tooLarge(let type, let most):
      "a tensor of \(type) does not fit into memory: \(most) elements are the most that one has here"
    case .memory(let demand): demand.description
    case .tensor(let error): error.description
    case .body(let name, let error): "in body '\(name.onOneLine)': \(error)"
    case .cancelled: "the run was cancelled"
    }
  }
}
