import Synchronization
import Tensors

/// What inference knows around a body.
final class OuterInference: Sendable {
  private let inference: TypeInference
  /// Whether what the body is given follows from declarations that nothing proves.
  let isAssumed: Bool

  init(_ inference: TypeInference, isAssumed: Bool) {
    self.inference = inference
    self.isAssumed = isAssumed
  }

  func type(_ id: ValueID) -> ValueType? { inference.type(id) }
  func value(_ id: ValueID) -> Value? { inference.value(id) }
  func isAssumed(_ id: ValueID) -> Bool { inference.isAssumed(id) }
}

/// Inference of the bodies of one node.
final class BodyInference: Sendable {
  typealias Found = (
    types: [ValueID: ValueType], assumed: Set<ValueID>, contradictions: [Contradiction]
  )

  private let outer: OuterInference
  private let inner = Mutex<Found>(([:], [], []))

  init(_ outer: OuterInference) { self.outer = outer }

  /// What there is to know of the bodies' values.
  var found: Found { inner.withLock { $0 } }

  /// What is known of the node's inputs, with a way to infer the node's bodies.
  func applied(to inputs: Inference) -> Inference {
    Inference(
      types: inputs.types, known: inputs.known, outputCount: inputs.outputCount,
      inferBody: { (body, inputs) throws(OperatorError) in try self.infer(body, inputs) })
  }

  private func infer(_ body: Graph, _ inputs: [ValueType]) throws(OperatorError) -> [ValueType] {
    do throws(NodeError) {
      let inference = try TypeInference(body, inputs: inputs, outer: outer)
      inner.withLock { found in
        found.types.merge(inference.graph.types) { $1 }
        found.assumed.formUnion(inference.graph.assumed)
        found.contradictions += inference.contradictions
      }
      return body.outputs.map { inference.type($0) ?? .unknown }
    } catch {
      // A body that does not run need not fit the extents at hand; one that runs says so then.
      guard case .wrongType = error.reason else { return body.outputs.map { _ in .unknown } }
      throw .body(body.name, error)
    }
  }
}
