import Graphs
import Tensors

/// An image without its borders, or the part of an extent that starts at the left and top ones.
///
/// - Shapes: input `[N, C, H, W]`; `border` is left, top, right and bottom, `scale` height and width.
/// - Throws: `.mismatch` for a part that is not within the image.
/// - Source: the experimental Crop of ONNX 1.2, opset 1.
struct Crop: Composite {
  static let border = AttributeKey<[Int]>("border")
  static let scale = AttributeKey<[Int]>("scale")
  static let schema = OperatorSchema(
    "Crop", inputs: [.one("input", "T")], outputs: [.one("output", "T")],
    history: [
      .experimental(["T": .ieeeFloats], attributes: [border.optional, scale.optional])
    ])
  static let tolerance = Tolerance.exact

  private let border: [Int]
  private let extent: [Int]?

  init(_ node: NodeReader) throws(OperatorError) {
    border = node[ifPresent: Self.border] ?? [0, 0, 0, 0]
    extent = node[ifPresent: Self.scale]
    guard border.count == 4, extent.map({ $0.count == 2 }) ?? true else {
      throw .attribute("border", found: "\(border)", expected: "4 numbers, and 2 of 'scale'")
    }
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    let x = try inputs.tensor(0)
    return [
      .tensor(
        TensorType(
          x.dtype,
          try x.dims.map { dims throws(OperatorError) in
            try part(of: dims)
          }))
    ]
  }

  func composition(_ inputs: Inference, wanted: [Bool]) throws(OperatorError) -> Graph {
    let writer = TermWriter()
    let x = writer.input(try inputs.type(0))
    let y = try x.window(
      at: [0, 0, border[1], border[0]],
      Shape(try part(of: try x.shape.dimensions).compactMap(\.value)))
    return writer.graph(Self.schema.name, inputs: [x], outputs: [y])
  }

  private func part(of dims: [Dimension]) throws(OperatorError) -> [Dimension] {
    guard dims.count == 4 else { throw .rank(input: 0, found: dims.count, expected: "4") }
    var part = dims
    for (axis, borders) in [(2, (border[1], border[3])), (3, (border[0], border[2]))] {
      guard let whole = dims[axis].value else {
        part[axis] = extent.map { .known($0[axis - 2]) } ?? .unknown
        continue
      }
      let limit = 0...WindowSettings.largest
      guard limit.contains(borders.0), limit.contains(borders.1) else {
        throw .attribute("border", found: "\(border)", expected: "numbers from 0 on")
      }
      let count = extent?[axis - 2] ?? whole - borders.0 - borders.1
      guard count > 0, count <= whole, borders.0 + count <= whole else {
        throw .mismatch("the part of \(count) elements from \(borders.0) is not within \(whole)")
      }
      part[axis] = .known(count)
    }
    return part
  }
}

extension Crop {
  static let samples: [Sample] = [
    Sample([.normal(1, 2, 6, 7)], ["border": [1, 2, 0, 1]]),
    Sample([.normal(2, 3, 6, 7)], ["border": [0, 0, 0, 0]]),
    Sample([.normal(1, 2, 6, 7)], ["border": [1, 2, 0, 0], "scale": [3, 4]]),
    Sample([.special(1, 1, 3, 11)], ["border": [1, 0, 1, 0]]),
    Sample([.normal(0, 2, 6, 7)], ["border": [1, 2, 0, 1]]),
    .refused(.shape, "the input has four axes", [.normal(2, 6, 7)], ["border": [1, 2, 0, 1]]),
    .refused(
      .value, "the part is within the image", [.normal(1, 2, 6, 7)], ["border": [4, 2, 4, 1]]),
    .refused(.attribute, "border has four numbers", [.normal(1, 2, 6, 7)], ["border": [1, 2]]),
  ]
}
