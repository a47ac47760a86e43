package import Graphs
internal import Synchronization

/// A model as it lies in a file: what a runtime makes ready.
///
/// A runtime of our own takes the graph, which is made when somebody first asks for it; a foreign one
/// takes the file, so that it never sees our importer, and an error of the importer is never charged
/// to it.
package final class ModelSource: Sendable {
  package let path: String
  /// What the file declares of its inputs and outputs.
  package let interface: ModelInterface
  /// The files beside it in which some of its tensors lie, as it names them.
  package let externalFiles: [String]
  private let load: @Sendable () throws(LoadError) -> Graph
  private let loaded = Mutex<Result<Graph, LoadError>?>(nil)

  package init(
    path: String, interface: ModelInterface, externalFiles: [String] = [],
    graph: @escaping @Sendable () throws(LoadError) -> Graph
  ) {
    self.path = path
    self.interface = interface
    self.externalFiles = externalFiles
    load = graph
  }

  /// The model as a graph, made once.
  package func graph() throws(LoadError) -> Graph {
    let result = loaded.withLock { known in
      if let known { return known }
      let made = Result { () throws(LoadError) in try load() }
      known = made
      return made
    }
    return try result.get()
  }
}

/// What a model takes and gives, in order.
package struct ModelInterface: Sendable {
  package struct Port: Sendable {
    package let name: String
    /// The declared type; `nil` where the file says none that is known.
    package let type: ValueType?
    /// Whether an initializer gives the input where a caller does not.
    package let hasDefault: Bool

    package init(name: String, type: ValueType?, hasDefault: Bool = false) {
      self.name = name
      self.type = type
      self.hasDefault = hasDefault
    }
  }

  package let inputs: [Port]
  package let outputs: [Port]

  package init(inputs: [Port], outputs: [Port]) {
    self.inputs = inputs
    self.outputs = outputs
  }

  /// That of a graph.
  package init(_ graph: Graph) {
    func port(_ id: ValueID, _ kind: String, _ index: Int) -> Port {
      Port(
        name: graph.names[id] ?? "\(kind) \(index)", type: graph.types[id],
        hasDefault: graph.constants[id] != nil)
    }
    self.init(
      inputs: graph.inputs.enumerated().map { port($0.element, "input", $0.offset) },
      outputs: graph.outputs.enumerated().map { port($0.element, "output", $0.offset) })
  }

  /// The name of an output; its place where there is no such output or it has no name.
  package func outputName(_ index: Int) -> String {
    guard index < outputs.count, !outputs[index].name.isEmpty else { return "output \(index)" }
    return outputs[index].name
  }
}

/// Why a file gave no graph or value.
package struct LoadError: Error, Sendable, Equatable, CustomStringConvertible {
  package enum Stage: Sendable, Equatable {
    /// The bytes are not a model or tensor.
    case load
    /// The file names what the standard does not allow.
    case importing
    /// The file names what the standard allows and this program does not know.
    case unsupported
  }
  package let stage: Stage
  /// A sentence: subject, fact, expectation.
  package let description: String

  package init(_ stage: Stage, _ description: String) {
    self.stage = stage
    self.description = description
  }
}
