package import Graphs
import Operators
import Tensors

/// Lets a convolution or a pooling do the padding before it.
///
/// A Pad adds to the window's own pads where it adds what the window takes its padding for: zeros
/// for Conv, zeros that count for AveragePool, what is never greater for MaxPool.
package struct PadIntoWindow: Pass {
  package let name = "pads"
  package let summary = "Let convolutions and poolings do the padding before them"
  package let effect = Effect.exact

  package init() {}

  @concurrent package func rewrite(_ graph: Graph) async throws(PassError) -> Rewrite {
    let index = GraphIndex(graph)
    var rewrite = Rewrite()
    for (number, node) in graph.nodes.enumerated()
    where node.isOne(of: .conv, .averagePool, .maxPool) {
      guard let pad = index.maker(of: node.input(0), .pad), let source = index[pad].input(0),
        let padding = index.constantPadding(pad), let pads = index.pads(of: node, over: padding),
        index.takes(padding, as: node)
      else { continue }
      rewrite.replace(
        number, behind: [pad], by: index.padded(node, reading: source, by: pads), in: index,
        "\(node.label) pads as \(index[pad].label) does")
    }
    return rewrite
  }
}

extension GraphIndex {
  /// The pads of a window together with those before it; `nil` where the window can't have them.
  fileprivate func pads(of node: Node, over padding: ConstantPadding) -> [Int]? {
    let spatial = padding.before.count - 2
    guard spatial > 0, padding.before.prefix(2) == [0, 0], padding.after.prefix(2) == [0, 0] else {
      return nil
    }
    var own: [Int]
    switch node.attribute("auto_pad", as: String.self) ?? "" {
    case "", "NOTSET":
      own = node.attribute("pads") ?? []
      if own.isEmpty { own = Array(repeating: 0, count: 2 * spatial) }
    case "VALID": own = Array(repeating: 0, count: 2 * spatial)
    default: return nil
    }
    guard own.count == 2 * spatial else { return nil }
    return zip(own, padding.before.dropFirst(2) + padding.after.dropFirst(2)).map { $0 + $1 }
  }

  /// Whether the node treats its own padding as these elements.
  fileprivate func takes(_ padding: ConstantPadding, as node: Node) -> Bool {
    switch node.kind {
    case .conv: return padding.value == 0
    case .averagePool:
      let counts = node.attribute("count_include_pad", as: Int.self) ?? 0
      let own = node.attribute("pads", as: [Int].self) ?? []
      return padding.value == 0 && node.attribute("ceil_mode", as: Int.self) ?? 0 == 0
        && (counts != 0 || own.allSatisfy { $0 == 0 } || node.attribute("auto_pad") == "VALID")
    case .maxPool:
      // An index counts the padded elements.
      guard isUnread(node.outputs.count > 1 ? node.outputs[1] : nil),
        node.attribute("ceil_mode", as: Int.self) ?? 0 == 0
      else { return false }
      switch dtype(node.input(0)) {
      case .int8: return padding.value == -128
      case .uint8: return padding.value == 0
      case .float, .double, .float16, .bfloat16: return padding.value == -.infinity
      default: return false
      }
    default: return false
    }
  }

  /// The window that reads `source` and pads it itself.
  fileprivate func padded(_ node: Node, reading source: ValueID, by pads: [Int]) -> Node? {
    let inputs = [source] + node.inputs.dropFirst()
    var changes: [String: AttributeValue] = ["pads": .ints(pads)]
    if node.attributes["auto_pad"] != nil { changes["auto_pad"] = .string("NOTSET") }
    guard !node.isOne(of: .conv) else {
      return node.replacing(inputs: inputs, attributes: changes)
    }
    // Poolings are not asked for pads that a window would lie in as a whole.
    guard let kernel = node.attribute("kernel_shape", as: [Int].self),
      zip(pads, kernel + kernel).allSatisfy({ $0 < $1 })
    else { return nil }
    var alone = node
    alone.outputs = Array(node.outputs.prefix(1))
    guard node.isOne(of: .averagePool) else {
      return alone.replacing(inputs: inputs, attributes: changes)
    }
    changes["count_include_pad"] = .int(1)
    let known = node.revision?.attributes.map(\.name) ?? []
    return making(
      .averagePool, since: 7, named: node.name, inputs: inputs, outputs: alone.outputs,
      attributes: node.attributes.filter { known.contains($0.key) }.merging(changes) { $1 })
  }
}
