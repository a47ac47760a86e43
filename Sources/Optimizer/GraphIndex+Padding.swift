import Graphs
import Tensors

/// What a Pad adds with one element repeated.
struct ConstantPadding {
  /// Elements before and after each axis; never negative.
  var before: [Int]
  var after: [Int]
  let value: Double
}

extension GraphIndex {
  /// What a Pad adds; `nil` where it is not known, crops, or repeats the input's own elements.
  func constantPadding(_ pad: Int) -> ConstantPadding? {
    let node = self[pad]
    // Opset 1 calls the pads otherwise, and nothing but its name tells what they mean.
    guard node.opset >= 2, node.attribute("mode") == "constant",
      let pads = node.attribute("pads", as: [Int].self) ?? integers(node.input(1)),
      pads.count.isMultiple(of: 2), pads.allSatisfy({ (0...1 << 30).contains($0) }),
      let value = fillingValue(node)
    else { return nil }
    let count = pads.count / 2
    guard node.input(3) != nil else {
      return ConstantPadding(
        before: Array(pads[..<count]), after: Array(pads[count...]), value: value)
    }
    guard let rank = type(node.input(0))?.rank, let axes = integers(node.input(3)),
      axes.count == count
    else { return nil }
    let zeros = Array(repeating: 0, count: rank)
    var padding = ConstantPadding(before: zeros, after: zeros, value: value)
    for (position, axis) in axes.enumerated() {
      guard (-rank..<rank).contains(axis) else { return nil }
      let counted = axis < 0 ? axis + rank : axis
      padding.before[counted] = pads[position]
      padding.after[counted] = pads[position + count]
    }
    return padding
  }

  private func fillingValue(_ node: Node) -> Double? {
    if let value = node.attribute("value", as: Float.self) { return Double(value) }
    return node.input(2) == nil ? 0 : scalar(node.input(2))
  }
}
