internal import Graphs
internal import Runtimes

extension Placement {
  /// `nil` for a runtime that has no device, where nothing could run anywhere else, and for one that
  /// does not say.
  init?(_ nodes: [NodePlacement]) {
    guard nodes.contains(where: { $0.place != .host(.byNature("CPU")) }) else { return nil }
    self.init()
    for node in nodes {
      switch node.place {
      case .device: device += 1
      case .hostValue: hostValue += 1
      case .host(let reason): host.append("\(node.operation) '\(node.node)': \(reason)")
      }
    }
    kinds = Set(nodes.map(PlacementKind.init)).sorted()
  }
}

extension PlacementKind {
  init(_ node: NodePlacement) {
    let place =
      switch node.place {
      case .device: Self.device
      case .hostValue: Self.hostValue
      case .host(let reason): "host: \(reason)"
      }
    self.init(operation: node.operation, opset: node.opset, dtype: node.dtype, place: place)
  }
}
