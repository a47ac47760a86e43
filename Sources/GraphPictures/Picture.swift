package import Graphs
package import Runtimes
import Tensors

/// A graph as boxes and lines between them, bodies as frames around boxes.
package struct Picture: Sendable {
  package struct Box: Sendable {
    package enum Kind: String, Sendable { case input, output, node, device, host, hostValue }
    let kind: Kind
    let title: String
    /// The node's name, attributes and constants.
    let details: [String]
    /// The frame that it stands in.
    let frame: Int?
  }

  struct Line: Sendable {
    let from: Int
    let to: Int
    /// The value's name and type; `nil` from a node to its bodies.
    let label: String?
  }

  struct Frame: Sendable {
    let title: String
    /// The box whose body it is.
    let owner: Int
    let around: Int?
  }

  let name: String
  private(set) var boxes: [Box] = []
  private(set) var lines: [Line] = []
  private(set) var frames: [Frame] = []
  private let types: [ValueID: ValueType]
  private let names: ValueNames
  private let placements: [String: NodePlacement]
  private var makers: [ValueID: Int] = [:]
  private var constants: [ValueID: Value] = [:]

  package init(_ graph: Graph, placements: [NodePlacement] = []) {
    name = graph.name.onOneLine
    types = (try? TypeInference(graph))?.graph.types ?? graph.types
    names = ValueNames(graph)
    self.placements = Dictionary(
      placements.map { ($0.node, $0) }, uniquingKeysWith: { first, _ in first })
    add(graph, in: nil)
  }

  private mutating func add(_ graph: Graph, in frame: Int?) {
    constants.merge(graph.constants) { $1 }
    for id in graph.inputs { makers[id] = add(.input, declaration(id), [], frame) }
    for node in graph.nodes { add(node, in: frame) }
    for id in graph.outputs {
      let box = add(.output, names[id], [], frame)
      connect(id, to: box)
    }
  }

  private mutating func add(_ node: Node, in frame: Int?) {
    let summary = NodeSummary(node)
    var details = node.name.isEmpty ? [] : ["'\(node.name.onOneLine)'"]
    details += summary.attributes.map { "\($0) = \($1)" }
    for id in node.inputs.compactMap({ $0 }) where makers[id] == nil {
      guard let value = constants[id] else { continue }
      details.append("\(names[id]): \(ValueText(value).described)")
    }
    let place = placements[node.name]?.place
    if let place { details.append("@\(PlaceName.of(place))") }
    let box = add(Box.Kind(place), summary.title, details, frame)
    for id in node.inputs.compactMap({ $0 }) { connect(id, to: box) }
    for (title, body) in summary.bodies {
      frames.append(Frame(title: title, owner: box, around: frame))
      let first = boxes.count
      add(body, in: frames.count - 1)
      let reached = Set(lines.filter { $0.from >= first }.map(\.to))
      for inner in first..<boxes.count where !reached.contains(inner) {
        lines.append(Line(from: box, to: inner, label: nil))
      }
    }
    for id in node.outputs.compactMap({ $0 }) { makers[id] = box }
  }

  private mutating func add(
    _ kind: Box.Kind, _ title: String, _ details: [String], _ frame: Int?
  ) -> Int {
    boxes.append(Box(kind: kind, title: title, details: details, frame: frame))
    return boxes.count - 1
  }

  private mutating func connect(_ id: ValueID, to box: Int) {
    guard let maker = makers[id] else { return }
    lines.append(Line(from: maker, to: box, label: declaration(id)))
  }

  private func declaration(_ id: ValueID) -> String {
    let type = types[id] ?? .unknown
    return type == .unknown ? names[id] : "\(names[id]): \(type.sentence)"
  }
}

extension Picture.Box.Kind {
  init(_ place: NodePlacement.Place?) {
    switch place {
    case .device: self = .device
    case .hostValue: self = .hostValue
    case .host: self = .host
    case nil: self = .node
    }
  }

  /// Six hexadecimal digits: what fills the box.
  var colour: String {
    switch self {
    case .input, .output: "e3e8ef"
    case .node: "f7f4ec"
    case .device: "d8f0dc"
    case .hostValue: "ececec"
    case .host: "f8dcd6"
    }
  }
}
