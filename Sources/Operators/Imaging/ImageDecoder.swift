import Graphs
import Tensors

/// A picture file's pixels.
///
/// - Shapes: the file's bytes `[n]`, the image `[H, W, C]` with three channels or, as `Grayscale`,
///   one: `(19595 · R + 38470 · G + 7471 · B + 2¹⁵) / 2¹⁶`, rounded down.
/// - Edge cases: bytes that are no image, or a damaged one, give an image `[0, 0, C]`. Palettes are
///   resolved, samples of 16 bits are reduced to 8, and transparency is dropped.
/// - Throws: `.unsupported` for an image that is not damaged but of a kind that is not decoded, or
///   of more than 2²⁸ pixels.
/// - Source: ONNX ImageDecoder, opset 20.
struct ImageDecoder: Operator {
  static let pixelFormat = AttributeKey<String>("pixel_format")
  static let schema = OperatorSchema(
    "ImageDecoder", inputs: [.one("encoded_stream", "T1")], outputs: [.one("image", "T2")],
    history: [
      .since(
        20, ["T1": [.uint8], "T2": [.uint8]],
        attributes: [pixelFormat.or("RGB")])
    ])
  static let tolerance = Tolerance.exact
  static let findsExtents = true

  private enum PixelFormat: String, Sendable {
    case rgb = "RGB"
    case bgr = "BGR"
    case grayscale = "Grayscale"
  }
  private let format: PixelFormat
  private var channels: Int { format == .grayscale ? 1 : 3 }

  init(_ node: NodeReader) throws(OperatorError) {
    let name = try node[Self.pixelFormat]
    guard let format = PixelFormat(rawValue: name) else {
      throw .attribute("pixel_format", found: "'\(name)'", expected: "RGB, BGR or Grayscale")
    }
    self.format = format
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    _ = try inputs.tensor(0)
    return [.tensor(TensorType(.uint8, [.unknown, .unknown, .known(channels)]))]
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    let stream = try inputs.tensor(0)
    guard let bytes = UInt8.unwrap(stream.elements) else {
      throw .wrongType(input: 0, found: stream.dtype.name, expected: "uint8")
    }
    let image: Image
    do throws(ImageError) {
      image = try Image(decoding: Array(bytes))
    } catch {
      switch error {
      case .unknownFormat, .malformed: return [try .tensor([] as Buffer<UInt8>, [0, 0, channels])]
      case .unsupported, .tooLarge, .outOfMemory: throw .unsupported(error.description)
      }
    }
    return [try .tensor(arranged(image), [image.height, image.width, channels])]
  }

  /// The pixels in the order that is asked for.
  private func arranged(_ image: Image) -> Buffer<UInt8> {
    let count = image.width * image.height
    let isGrey = image.channels == 1
    return Buffer(count: count * channels) { out in
      for i in 0..<count {
        let red = image.pixels[isGrey ? i : 3 * i]
        let green = image.pixels[isGrey ? i : 3 * i + 1]
        let blue = image.pixels[isGrey ? i : 3 * i + 2]
        switch format {
        case .rgb: (out[3 * i], out[3 * i + 1], out[3 * i + 2]) = (red, green, blue)
        case .bgr: (out[3 * i], out[3 * i + 1], out[3 * i + 2]) = (blue, green, red)
        case .grayscale:
          let sum = 19595 * Int(red) + 38470 * Int(green) + 7471 * Int(blue)
          out[i] = UInt8((sum + 0x8000) >> 16)
        }
      }
    }
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    .host(.byNature("image files"))
  }
}
