import Exporter
import Graphs
import Importer
import Interpreter
package import ModelFiles
import Operators
import Runtimes
package import Tensors

/// A case with its values: a model of one node, what it is fed, and what it has to give.
package struct GeneratedCase: Sendable {
  package let recipe: CaseRecipe
  package let name: CaseName
  package let model: ModelFile
  /// One a graph input.
  package let inputs: [Value]
  /// One a graph output; none where the case must fail.
  package let outputs: [Value]

  /// Draws the case's values, and computes its outputs in double precision.
  ///
  /// The name decides every number, so that a case is the same whatever else is generated.
  ///
  /// - Throws: why the sample is no case: the node does not run, or one that must not does.
  package init(_ recipe: CaseRecipe, seed: UInt64 = 0) async throws(GenerationError) {
    self.recipe = recipe
    name = CaseName(recipe)
    var drawing = Drawing(
      kinds: recipe.kinds, random: Randomness("\(name.title) \(recipe.number) \(seed)"))
    let node = try DrawnNode(recipe, name, &drawing)
    inputs = node.inputs
    var graph = node.graph
    do throws(RuntimeError) {
      outputs = try await node.outputs()
    } catch {
      guard recipe.sample.refusal != nil else { throw .init(name.title, error.description) }
      outputs = []
    }
    if let refusal = recipe.sample.refusal, !outputs.isEmpty {
      throw .init(name.title, "it runs, but \(refusal.clause)")
    }
    for (id, value) in zip(graph.outputs, outputs) { graph.types[id] = ValueType(of: value) }
    do throws(ExportError) { model = try exportModel(graph) } catch {
      throw .init(name.title, error.description)
    }
  }
}

/// Why a sample gives no case.
package struct GenerationError: Error, Sendable, CustomStringConvertible {
  package let title: String
  package let reason: String

  init(_ title: String, _ reason: String) {
    self.title = title
    self.reason = reason
  }

  package var description: String { "\(title): \(reason)" }
}

/// The node of a case in a graph, and the values that are fed to it.
private struct DrawnNode {
  let graph: Graph
  let inputs: [Value]

  init(
    _ recipe: CaseRecipe, _ name: CaseName, _ drawing: inout Drawing
  ) throws(GenerationError) {
    let (schema, revision) = (recipe.type.schema, recipe.revision)
    let attributes: [String: AttributeValue]
    do { attributes = try recipe.attributes(&drawing) } catch {
      throw .init(name.title, error.description)
    }
    // A runtime that takes another domain's operators apart needs one of ai.onnx's later opsets.
    var graph = Graph(name: name.id, opsets: ["": 21])
    graph.opsets[schema.domain] = revision.since
    var fed: [Value] = []
    var places: [ValueID?] = []
    var names: [String: Int] = [:]
    for (place, draw) in recipe.sample.inputs.enumerated() {
      guard let draw else {
        places.append(nil)
        continue
      }
      guard let kind = recipe.kind(ofInput: place) else {
        throw .init(name.title, "input \(place) has no type")
      }
      let value = drawing.value(draw, as: kind)
      let id = ValueID(place)
      let formal = revision.input(place)?.name ?? "input"
      let count = names[formal, default: 0]
      names[formal] = count + 1
      graph.names[id] = count == 0 ? formal : "\(formal)_\(count)"
      graph.types[id] = ValueType(of: value)
      if draw.isConstant {
        graph.constants[id] = value
      } else {
        graph.inputs.append(id)
        fed.append(value)
      }
      places.append(id)
    }
    for (number, draw) in recipe.sample.surroundings.enumerated() {
      guard let kind = recipe.kind(of: draw) else {
        throw .init(name.title, "around\(number) has no type")
      }
      let value = drawing.value(draw, as: kind)
      let id = ValueID(Self.around + number)
      graph.names[id] = "around\(number)"
      graph.types[id] = ValueType(of: value)
      graph.inputs.append(id)
      fed.append(value)
    }
    let outputs = recipe.outputs.enumerated().map { place, isWanted in
      isWanted ? ValueID(places.count + place) : nil
    }
    for (place, id) in outputs.enumerated() {
      guard let id else { continue }
      let formal = place < revision.outputs.count ? revision.outputs[place] : revision.outputs.last
      graph.names[id] = "\(formal?.name ?? "output")_out\(place == 0 ? "" : "_\(place)")"
      // What outputs of several types are, only a run says.
      if case .variadic(_, isHomogeneous: false) = formal?.arity { continue }
      let kind = formal.flatMap { recipe.kinds[$0.type] ?? ValueKind(spelled: $0.type) }
      graph.types[id] = ValueType(kind ?? .tensor(.float))
    }
    graph.outputs = outputs.compactMap { $0 }
    // As a foreign node it is written as it is, whatever the operator says of it.
    graph.nodes = [
      Node(
        foreign: OperatorTitle(schema.name, domain: schema.domain), because: "generated",
        named: "node", opset: revision.since, inputs: places, outputs: outputs,
        attributes: attributes)
    ]
    self.graph = graph
    inputs = fed
  }

  /// The numbers of values around the node, and of those in bodies.
  fileprivate static let around = 1_000
  fileprivate static let inside = 10_000

  /// What the interpreter gives in double precision, by the file that a runtime reads.
  func outputs() async throws(RuntimeError) -> [Value] {
    let prepared = try await Interpreter(precision: .double).prepare(try imported)
    return try await prepared.run(inputs).outputs
  }

  private var imported: Graph {
    get throws(RuntimeError) {
      let file: ModelFile
      do throws(ExportError) { file = try exportModel(graph) } catch {
        throw .input(error.description)
      }
      do throws(ImportError) { return try importGraph(file) } catch {
        throw .load(LoadError(.importing, error.description))
      }
    }
  }
}

extension CaseRecipe {
  /// The sample's attributes, in the types that the schema declares.
  ///
  /// - Throws: an attribute that has no such value.
  func attributes(_ drawing: inout Drawing) throws(OperatorError) -> [String: AttributeValue] {
    var attributes: [String: AttributeValue] = [:]
    for (key, value) in sample.attributes.sorted(by: { $0.key < $1.key }) {
      let declared = revision.attributes.first { $0.name == key }
      if case .tensor(let draw) = value {
        let kind = kind(of: draw) ?? .tensor(.float)
        attributes[key] = drawing.value(draw, as: kind).tensor.map(AttributeValue.tensor)
      } else if case .body(let body) = value {
        let near = sample.surroundings.indices.map {
          ("around\($0)", ValueID(DrawnNode.around + $0))
        }
        attributes[key] = .graph(
          body.graph(
            first: DrawnNode.inside * (attributes.count + 1),
            around: Dictionary(uniqueKeysWithValues: near), self))
      } else if let type = declared?.type ?? value.ownType {
        attributes[key] = value.value(as: type, kinds)
      }
      guard attributes[key] != nil else {
        throw .attribute(key, found: value.text(kinds), expected: "a value of its type")
      }
    }
    return attributes
  }
}

extension SampleAttribute {
  /// The type of an attribute that the schema does not know, as a case that must fail has it.
  fileprivate var ownType: AttributeType? {
    switch self {
    case .int, .type: .int
    case .float: .float
    case .string: .string
    case .tensor: .tensor
    case .body: .graph
    case .list(let list):
      switch list.first {
      case .float: .floats
      case .string: .strings
      default: .ints
      }
    case .made: nil
    }
  }
}
