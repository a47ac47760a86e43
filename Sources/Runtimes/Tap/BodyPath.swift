import Tensors

/// Where a step stands: the runs of bodies around it, from the outside in; empty in the model's graph.
package struct BodyPath: Sendable, Hashable, CustomStringConvertible {
  /// One run of a body.
  package struct Frame: Sendable, Hashable {
    /// The name of the node that runs the body.
    package let node: String
    /// Its operator.
    package let operation: String
    /// The name of the body; of a call, the function.
    package let body: String
    /// Which of the node's bodies it is; `nil` of one that the operator wrote.
    package let number: Int?
    /// How often the node had run this body before, since it began: an iteration's number.
    package let iteration: Int

    package init(node: String, operation: String, body: String, number: Int?, iteration: Int) {
      self.node = node
      self.operation = operation
      self.body = body
      self.number = number
      self.iteration = iteration
    }

    /// Whether the node runs the body more than once.
    package var repeats: Bool { ["Loop", "Scan", "SequenceMap"].contains(operation) }
  }

  package let frames: [Frame]

  package init(_ frames: [Frame] = []) { self.frames = frames }

  /// `Loop 'decode' iteration 3, If 'last' body 'then'`; empty in the model's graph.
  package var description: String {
    frames.map { frame in
      "\(frame.operation) '\(frame.node.onOneLine)'"
        + (frame.repeats ? " iteration \(frame.iteration)" : " body '\(frame.body.onOneLine)'")
    }.joined(separator: ", ")
  }
}
