import Graphs

/// An operator whose window moves over the spatial axes of an input `[N, C, D1…Dk]`.
protocol Windowed: Operator {}

/// The attributes that windowed operators share.
extension Windowed {
  static var autoPad: AttributeKey<String> { AttributeKey("auto_pad") }
  static var kernelShape: AttributeKey<[Int]> { AttributeKey("kernel_shape") }
  static var strides: AttributeKey<[Int]> { AttributeKey("strides") }
  static var dilations: AttributeKey<[Int]> { AttributeKey("dilations") }
  static var pads: AttributeKey<[Int]> { AttributeKey("pads") }
  static var ceilMode: AttributeKey<Int> { AttributeKey("ceil_mode") }
  static var group: AttributeKey<Int> { AttributeKey("group") }
}

/// How a node pads when it does not say the pads themselves.
enum AutoPad: String, Sendable, CaseIterable {
  case explicit = "NOTSET"
  case sameUpper = "SAME_UPPER"
  case sameLower = "SAME_LOWER"
  case valid = "VALID"
}

/// How a node's window moves, as its attributes say it.
struct WindowSettings: Sendable {
  /// The largest extent, stride, dilation or pad that a node may say.
  static let largest = 1 << 30

  let autoPad: AutoPad
  let kernel: [Int]?
  let strides: [Int]?
  let dilations: [Int]?
  /// Those before each axis, then those after each.
  let pads: [Int]?
  let roundsUp: Bool

  init<O: Windowed>(_ node: NodeReader, of: O.Type) throws(OperatorError) {
    let word = node[ifPresent: O.autoPad] ?? AutoPad.explicit.rawValue
    guard let autoPad = AutoPad(rawValue: word.isEmpty ? AutoPad.explicit.rawValue : word) else {
      throw .attribute(
        "auto_pad", found: "'\(word)'",
        expected: "one of \(AutoPad.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    self.autoPad = autoPad
    kernel = try Self.extents(node, O.kernelShape, from: 1)
    strides = try Self.extents(node, O.strides, from: 1)
    dilations = try Self.extents(node, O.dilations, from: 1)
    pads = try Self.extents(node, O.pads, from: 0)
    roundsUp = node[ifPresent: O.ceilMode].map { $0 != 0 } ?? false
  }

  /// The numbers of an attribute; `nil` where the node does not say it or says none.
  static func extents(
    _ node: NodeReader, _ key: AttributeKey<[Int]>, from least: Int
  ) throws(OperatorError) -> [Int]? {
    guard let values = node[ifPresent: key], !values.isEmpty else { return nil }
    guard values.allSatisfy({ (least...largest).contains($0) }) else {
      throw .attribute(key.name, found: "\(values)", expected: "numbers in \(least)...\(largest)")
    }
    return values
  }

  /// The window over axes of these extents.
  ///
  /// - Parameter kernel: the kernel's extents, where an input tells them.
  func axes(
    _ spatial: [Dimension], kernel given: [Dimension]? = nil
  ) throws(OperatorError) -> [WindowAxis?] {
    let rank = spatial.count
    let kernel = try agreed(given, rank: rank)
    let strides = try settled("strides", strides, count: rank, or: 1)
    let dilations = try settled("dilations", dilations, count: rank, or: 1)
    let pads = try settled("pads", pads, count: 2 * rank, or: 0)
    var axes: [WindowAxis?] = []
    for axis in 0..<rank {
      guard let input = spatial[axis].value, let extent = kernel[axis].value else {
        axes.append(nil)
        continue
      }
      guard (0...Self.largest).contains(input), (1...Self.largest).contains(extent) else {
        throw .mismatch(
          "spatial axis \(axis) has \(input) elements and a window of \(extent), expected a window"
            + " of at least 1")
      }
      var result = WindowAxis(
        input: input, kernel: extent, stride: strides[axis], dilation: dilations[axis])
      guard
        result.place(
          autoPad, pads: (pads[axis], pads[axis + rank]), roundsUp: roundsUp)
      else {
        throw .mismatch(
          "a window of \(result.span) elements does not fit onto spatial axis \(axis) of"
            + " \(input) with pads \(pads[axis]) and \(pads[axis + rank])")
      }
      axes.append(result)
    }
    let taps = kernel.compactMap(\.value).map { Dimension.known($0) }
    guard taps.product.map({ $0 <= Self.largest }) ?? false else {
      throw .mismatch("a window of \(kernel) elements is more than \(Self.largest) of them")
    }
    return axes
  }

  /// The window over axes of known extents.
  func geometry(_ spatial: [Int], kernel: [Int]? = nil) throws(OperatorError) -> WindowGeometry {
    let axes = try axes(
      spatial.map { .known($0) }, kernel: kernel.map { $0.map { .known($0) } })
    let geometry = WindowGeometry(axes: axes.compactMap { $0 })
    for extents in [geometry.inputs, geometry.outputs] {
      let count = extents.map { Dimension.known($0) }.product
      guard let count, count <= TensorType.largestCount else {
        throw .mismatch("a window over \(geometry.inputs) makes \(geometry.outputs) elements")
      }
    }
    return geometry
  }

  /// The outputs' extents, as far as they are known.
  func outputs(
    _ spatial: [Dimension], kernel: [Dimension]? = nil
  ) throws(OperatorError) -> [Dimension] {
    try axes(spatial, kernel: kernel).map { $0.map { .known($0.output) } ?? .unknown }
  }

  /// The kernel's extents: the attribute's, which the weights must not contradict.
  func agreed(_ given: [Dimension]?, rank: Int) throws(OperatorError) -> [Dimension] {
    guard let kernel else {
      guard let given else { throw .missingAttribute("kernel_shape") }
      return given
    }
    guard kernel.count == rank else {
      throw .attribute("kernel_shape", found: "\(kernel)", expected: "\(rank) extents")
    }
    for (attribute, weight) in zip(kernel, given ?? []) {
      guard let weight = weight.value, weight != attribute else { continue }
      throw .mismatch("kernel_shape is \(kernel), but the weights have a window of \(weight)")
    }
    return kernel.map { .known($0) }
  }

  /// The values of an attribute, one an axis, or `count` times its default.
  func settled(
    _ name: String, _ values: [Int]?, count: Int, or value: Int
  ) throws(OperatorError) -> [Int] {
    guard let values else { return Array(repeating: value, count: count) }
    guard values.count == count else {
      throw .attribute(name, found: "\(values)", expected: "\(count) numbers")
    }
    return values
  }
}
