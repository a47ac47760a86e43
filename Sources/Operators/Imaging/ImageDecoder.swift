import Graphs
import Tensors

/// A picture file's pixels.
///
/// - Shapes: the file's bytes `[n]`, the image `[H, W, C]` with three channels or, as `Grayscale`,
///   one, as ``Image/arranged(_:)`` makes it.
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

  private let format: PixelFormat
  private var channels: Int { format.channels }

  init(_ node: NodeReader) throws(OperatorError) {
    let name = try node[Self.pixelFormat]
    guard let format = PixelFormat(rawValue: name) else {
      throw .attribute("pixel_format", found: "'\(name)'", expected: "RGB, BGR or Grayscale")
    }
    self.format = format
  }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] {
    if let rank = try inputs.tensor(0).rank, rank != 1 {
      throw .rank(input: 0, found: rank, expected: "1")
    }
    return [.tensor(TensorType(.uint8, [.unknown, .unknown, .known(channels)]))]
  }

  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] {
    _ = try infer(inputs.inference)
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
    return [try .tensor(image.arranged(format), [image.height, image.width, channels])]
  }

  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering {
    .host(.byNature("image files"))
  }
}

extension ImageDecoder {
  /// PNG of colours and of a palette, BMP, PPM, PGM, PBM, and what is no image.
  private static let files: [[Double]] = [
    [
      137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 0, 2, 0, 0, 0, 2, 8, 2,
      0, 0, 0, 253, 212, 154, 115, 0, 0, 0, 25, 73, 68, 65, 84, 120, 1, 1, 14, 0, 241, 255, 0,
      255, 0, 0, 10, 200, 30, 0, 1, 2, 3, 250, 128, 7, 25, 110, 3, 119, 92, 59, 6, 102, 0, 0, 0,
      0, 73, 69, 78, 68, 174, 66, 96, 130,
    ],
    [
      137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 0, 3, 0, 0, 0, 1, 8, 3,
      0, 0, 0, 44, 62, 228, 134, 0, 0, 0, 9, 80, 76, 84, 69, 1, 2, 3, 200, 100, 50, 9, 90, 190,
      79, 162, 141, 199, 0, 0, 0, 15, 73, 68, 65, 84, 120, 1, 1, 4, 0, 251, 255, 0, 2, 0, 1, 0,
      11, 0, 4, 180, 128, 72, 75, 0, 0, 0, 0, 73, 69, 78, 68, 174, 66, 96, 130,
    ],
    [
      66, 77, 78, 0, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0, 40, 0, 0, 0, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 24,
      0, 0, 0, 0, 0, 24, 0, 0, 0, 19, 11, 0, 0, 19, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255,
      7, 8, 9, 255, 0, 0, 0, 0, 0, 1, 2, 3, 40, 50, 60, 200, 210, 220, 0, 0, 0,
    ],
    [
      80, 54, 10, 50, 32, 49, 10, 50, 53, 53, 10, 255, 0, 1, 7, 128, 250,
    ],
    [
      80, 53, 32, 51, 32, 49, 32, 50, 53, 53, 10, 0, 77, 255,
    ],
    [
      80, 49, 10, 51, 32, 50, 10, 49, 32, 48, 32, 49, 10, 48, 32, 49, 32, 48, 10,
    ],
    [
      71, 73, 70, 63,
    ],
  ]

  static let samples: [Sample] =
    files.flatMap { file in
      ["RGB", "BGR", "Grayscale"].map {
        Sample([.list(file, [file.count])], ["pixel_format": .string($0)])
      }
    } + [
      Sample([.list(files[0], [files[0].count])]), Sample([.bytes(0)]),
      Sample([.list(files[0], [40])]),
      .refused(
        .attribute, "pixel_format is one of three", [.list(files[3], [files[3].count])],
        ["pixel_format": "RGBA"]),
      .refused(.shape, "the bytes have one axis", [.list(files[3], [1, files[3].count])]),
    ]
}
