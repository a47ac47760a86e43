/// A runtime that does something around another one. What it does not say of itself is as the other's.
package protocol RuntimeLayer: Runtime {
  var base: any Runtime { get }
}

extension RuntimeLayer {
  package var name: String { base.name }
  package var identity: String { base.identity }
  package var device: (name: String, driver: String)? { base.device }
  package var isDeterministic: Bool { base.isDeterministic }
  package var flushesSubnormals: Bool { base.flushesSubnormals }
}

/// A prepared graph around another one, which it runs.
package protocol PreparedLayer: PreparedGraph {
  var base: any PreparedGraph { get }
}

extension PreparedLayer {
  package var changes: GraphChanges? { base.changes }
  package var plan: PreparedPlan? { get async { await base.plan } }
  package var nodeTimes: [NodeTime] { get async { await base.nodeTimes } }
  package var optimizationSeconds: Double { base.optimizationSeconds }

  @concurrent package func finish() async throws(RuntimeError) { try await base.finish() }

  /// The inner graph, whose steps can be seen.
  ///
  /// - Parameter name: the runtime's, for the error.
  /// - Throws: `.unsupported` where they can't.
  package func tappable(of name: String) throws(RuntimeError) -> any TappableGraph {
    guard let tappable = base as? any TappableGraph else {
      throw .unsupported("\(name) does not show its steps")
    }
    return tappable
  }
}
