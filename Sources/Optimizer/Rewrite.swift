package import Graphs
package import Tensors

/// What a pass wants changed: edits that do not touch each other's nodes.
package struct Rewrite: Sendable {
  package private(set) var edits: [Edit] = []
  /// Nodes that edits remove, and nodes that they rely on.
  private var removed: Set<Int> = []
  private var relied: Set<Int> = []
  private var newValueCount = 0
  /// The types of the values that the rewrite makes.
  package private(set) var types: [ValueID: ValueType] = [:]

  package init() {}

  package var isEmpty: Bool { edits.isEmpty }

  /// One change, for one reason.
  package struct Edit: Sendable {
    /// What was found and what becomes of it, for traces.
    package let reason: String
    /// The nodes that go, by their place in the graph.
    package var removes: Set<Int> = []
    /// The nodes that come; any order, for the graph is sorted afterwards.
    package var inserts: [Node] = []
    /// Who reads a key reads its value instead. A key must be made by a node that goes.
    package var aliases: [ValueID: ValueID] = [:]
    /// Values that are known from now on.
    package var constants: [ValueID: Value] = [:]
    /// Names of values that come.
    package var names: [ValueID: String] = [:]
    /// Constants that nobody reads.
    package var drops: Set<ValueID> = []

    package init(_ reason: String) { self.reason = reason }
  }

  /// A value that the graph does not have yet.
  package mutating func newValue(_ type: ValueType) -> ValueID {
    newValueCount += 1
    let id = ValueID(-newValueCount)
    types[id] = type
    return id
  }

  /// A constant that the graph does not have yet, for an edit under way.
  package mutating func newConstant(_ tensor: Tensor, in edit: inout Edit) -> ValueID {
    let id = newValue(.tensor(TensorType(tensor)))
    edit.constants[id] = .tensor(tensor)
    return id
  }

  /// Whether no edit so far removes or relies on any of these nodes.
  package func isFree(_ nodes: Int...) -> Bool {
    nodes.allSatisfy { !removed.contains($0) && !relied.contains($0) }
  }

  /// Gives up edits, in order.
  mutating func keep(_ isKept: (Edit) -> Bool) { edits = edits.filter(isKept) }

  /// Adds an edit.
  ///
  /// - Parameter relied: nodes that stay as they are and that the edit builds on.
  package mutating func add(_ edit: Edit, relyingOn relied: [Int] = []) {
    removed.formUnion(edit.removes)
    self.relied.formUnion(relied)
    edits.append(edit)
  }
}
