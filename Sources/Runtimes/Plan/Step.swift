package import Graphs
import Operators
import Synchronization

/// One node of a plan.
package final class Step: Sendable {
  package let node: Node
  package let operation: any Operator
  /// The slot of each input; `nil` where it is absent.
  package let inputs: [Int?]
  /// The slot of each output; `nil` where nobody asked for it.
  package let outputs: [Int?]
  package let wanted: [Bool]
  /// The slots whose values nothing reads after the step.
  package let releases: [Int]
  /// The plans of the operator's bodies, in their order.
  package let bodies: [Plan]
  /// Whether the operator runs bodies: its own, or what it writes for a run.
  let runsBodies: Bool
  package let revision: OperatorSchema.Revision?
  /// What distinguishes the node's random numbers: ``Node/seed(in:)`` of run 0.
  private let seed: UInt64
  private let composed = Mutex<Composed?>(nil)

  /// The plan of the graph that the operator is made of, and the types that it is for.
  private struct Composed {
    let types: [ValueType?]
    let plan: Plan
  }

  init(_ node: Node, slots: [ValueID: Int], releases: [ValueID], bodies: [Plan]) {
    self.node = node
    operation = node.operation
    inputs = node.inputs.map { $0.flatMap { slots[$0] } }
    outputs = node.outputs.map { $0.flatMap { slots[$0] } }
    wanted = node.outputs.map { $0 != nil }
    self.releases = releases.compactMap { slots[$0] }
    self.bodies = bodies
    runsBodies = node.operation is any ControlFlow || node.operation is any Composite
    revision = node.revision
    seed = node.seed(in: 0)
  }

  /// The step with an operator, or bodies, that do the same.
  init(_ step: Step, as operation: (any Operator)? = nil, bodies: [Plan]? = nil) {
    node = step.node
    self.operation = operation ?? step.operation
    inputs = step.inputs
    outputs = step.outputs
    wanted = step.wanted
    releases = step.releases
    self.bodies = bodies ?? step.bodies
    runsBodies = step.runsBodies
    revision = step.revision
    seed = step.seed
  }

  /// ``Node/seed(in:)`` of a run.
  func seed(in run: UInt64) -> UInt64 { Node.seed(seed, in: run) }

  /// The plan of a body: the step's own, made with it, or one for this run.
  package func plan(of body: Body) throws(OperatorError) -> Plan {
    switch body {
    case .own(let number): return bodies[number]
    case .made(let graph): return Plan(graph)
    case .composed(let types, let graph):
      if let kept = composed.withLock({ $0 }), kept.types == types { return kept.plan }
      let plan = Plan(try graph())
      composed.withLock { $0 = Composed(types: types, plan: plan) }
      return plan
    }
  }

  /// The slots that the step reads: its inputs and what its bodies take from around them.
  var reads: [Int] {
    inputs.compactMap { $0 } + bodies.flatMap { $0.captures.compactMap(\.outer) }
  }
}
