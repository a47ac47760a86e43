#if ConstantFolding
  package import Graphs
  package import Runtimes
  import Tensors

  /// Computes what depends on nothing but constants, once, through a runtime.
  ///
  /// Nodes that can be folded and hang together are one run; those runs go on at once. `Shape` and
  /// its like count as constants where the types tell their values. Nodes with bodies, random ones
  /// and those that fail stay: they fail, if at all, when the model runs.
  package struct ConstantFolding: Pass {
    package let name = "constant-folding"
    package let summary = "Compute what depends on constants alone"
    package let effect: Effect

    let folder: any Runtime
    /// Bytes that a folded value may take where it is larger than the constants it is made of.
    let growthLimit: Int

    package init(folder: any Runtime, growthLimit: Int = 1 << 16) {
      self.folder = folder
      self.growthLimit = growthLimit
      // Every result of the interpreter is the same wherever and whenever it is computed.
      effect =
        folder.isReproducible
        ? .exact
        : .bounded(
          "a folded value differs from the runtime's own as far as \(folder.name) differs from it")
    }

    @concurrent package func rewrite(_ graph: Graph) async throws(PassError) -> Rewrite {
      let foldable = Foldable(graph, growthLimit: growthLimit)
      let components = foldable.components()
      guard !components.isEmpty else { return Rewrite() }
      let folded = await withTaskGroup(of: (Int, Result<[Value], RuntimeError>).self) { group in
        for (number, component) in components.enumerated() {
          group.addTask { (number, await fold(component.graph)) }
        }
        var results = [Result<[Value], RuntimeError>?](repeating: nil, count: components.count)
        for await (number, result) in group {
          results[number] = result
          // Other failures than a node's own end the pass, so nothing else is worth computing.
          if case .failure(let error) = result, !error.isOfNode { group.cancelAll() }
        }
        return results
      }
      guard !Task.isCancelled else { throw .cancelled }
      let failures = folded.compactMap { result -> RuntimeError? in
        if case .failure(let error)? = result, !error.isOfNode { error } else { nil }
      }
      // The first to fail had the others cancelled: they are not the cause.
      if let cause = failures.first(where: { !$0.isCancellation }) ?? failures.first {
        throw .runtime(pass: name, cause)
      }

      var rewrite = Rewrite()
      for (component, result) in zip(components, folded) {
        switch result {
        case .success(let values)?: add(component, values, of: graph, to: &rewrite)
        case .failure?, nil: continue
        }
      }
      return rewrite
    }

    private func add(
      _ component: Foldable.Component, _ values: [Value], of graph: Graph,
      to rewrite: inout Rewrite
    ) {
      let outputs = component.graph.outputs
      guard values.count == outputs.count else { return }
      for (id, value) in zip(outputs, values) {
        guard let tensor = value.tensor else { return }
        // A size that the types did not tell is seen only now.
        if graph.types[id]?.tensor?.shape == nil, tensor.byteCount > growthLimit { return }
      }
      let last = graph.nodes[component.nodes[component.nodes.count - 1]].label
      var edit = Rewrite.Edit(
        component.nodes.count == 1
          ? "\(last) is a constant" : "\(component.nodes.count) nodes up to \(last) are constants")
      edit.removes = Set(component.nodes)
      edit.constants = Dictionary(zip(outputs, values), uniquingKeysWith: { first, _ in first })
      rewrite.add(edit)
    }

    private func fold(_ graph: Graph) async -> Result<[Value], RuntimeError> {
      do throws(RuntimeError) {
        guard !Task.isCancelled else { throw .cancelled() }
        // What the types tell needs no computing.
        guard !graph.nodes.isEmpty else {
          return .success(graph.outputs.compactMap { graph.constants[$0] })
        }
        return .success(try await folder.prepare(graph).run([]).outputs)
      } catch {
        return .failure(error)
      }
    }
  }

  extension RuntimeError {
    /// Whether the computation itself is at fault, not what computes it.
    fileprivate var isOfNode: Bool { if case .node = self { true } else { false } }
    fileprivate var isCancellation: Bool { if case .cancelled = self { true } else { false } }
  }
#endif
