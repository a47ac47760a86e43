/// Where an operator's revision ran with an element type, whatever the model.
package struct PlacementKind: Sendable, Hashable, Codable, Comparable {
  package let operation: String
  package let opset: Int
  /// Of the node's first tensor; empty where it has none.
  package let dtype: String
  /// `device`, `host value`, or `host: ` and the reason.
  package let place: String

  static let device = "device"
  static let hostValue = "host value"

  package init(operation: String, opset: Int, dtype: String, place: String) {
    self.operation = operation
    self.opset = opset
    self.dtype = dtype
    self.place = place
  }

  package static func < (a: Self, b: Self) -> Bool {
    (a.operation, a.opset, a.dtype, a.place) < (b.operation, b.opset, b.dtype, b.place)
  }
}
