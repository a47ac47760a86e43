import Foundation
import Graphs
import Tensors
import Testing

@testable import TensorFiles

/// A picture of 5 by 3 pixels whose bytes are `(37 · place) mod 256`, and what Pillow 13.0 makes of it:
///
///     px = ((np.arange(45) * 37) % 256).astype(np.uint8).reshape(3, 5, 3)
///     np.asarray(Image.fromarray(px).resize((2, 2), Image.BICUBIC)).reshape(-1)
@Suite("An image as an input") struct ImagePreparationTests {
  static let picture = PixelGrid(
    width: 5, height: 3, channels: 3, pixels: (0..<45).map { UInt8(37 * $0 % 256) })

  static let smaller: [(filter: ResizeFilter, pixels: [UInt8])] = [
    (.nearest, [111, 148, 185, 77, 114, 151, 197, 234, 15, 163, 200, 237]),
    (.bilinear, [93, 94, 131, 141, 111, 97, 111, 148, 119, 108, 114, 144]),
    (.bicubic, [87, 87, 134, 149, 111, 91, 109, 152, 120, 104, 109, 145]),
  ]

  @Test("gets smaller to Pillow's bytes", arguments: smaller)
  func shrinking(filter: ResizeFilter, pixels: [UInt8]) {
    #expect(Self.picture.resized(width: 2, height: 2, filter).pixels == pixels)
  }

  /// The last of seven rows of nine pixels.
  static let larger: [(filter: ResizeFilter, pixels: [UInt8])] = [
    (
      .nearest,
      [
        86, 123, 160, 86, 123, 160, 197, 234, 15, 197, 234, 15, 52, 89, 126, 163, 200, 237, 163,
        200,
        237, 18, 55, 92, 18, 55, 92,
      ]
    ),
    (
      .bilinear,
      [
        86, 123, 160, 123, 160, 112, 185, 222, 31, 133, 170, 64, 52, 89, 126, 114, 151, 188, 147,
        184,
        221, 66, 103, 140, 18, 55, 92,
      ]
    ),
    (
      .bicubic,
      [
        81, 118, 178, 126, 163, 112, 199, 236, 1, 140, 177, 35, 56, 93, 130, 123, 158, 210, 159,
        198,
        235, 48, 103, 140, 0, 47, 84,
      ]
    ),
  ]

  @Test("gets larger to Pillow's bytes", arguments: larger)
  func growing(filter: ResizeFilter, pixels: [UInt8]) {
    #expect(
      Array(Self.picture.resized(width: 9, height: 7, filter).pixels.suffix(27)) == pixels)
  }

  /// `Image.fromarray(px).save(…, 'PNG')`.
  static let file = """
    iVBORw0KGgoAAAANSUhEUgAAAAUAAAADCAIAAADUVFKvAAAAHklEQVR4nGNgUPXKn7LzHrOGb9H0PQ/ZmLRRATofAELPCzz5\
    BEDBAAAAAElFTkSuQmCC
    """

  private func tensor(_ options: String, _ type: TensorType, count: Int = 1) throws -> Tensor {
    let path = NSTemporaryDirectory() + "image-\(UUID().uuidString).png"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data(base64Encoded: Self.file)?.write(to: URL(filePath: path))
    return try ImagePreparation(options).tensor(
      of: Array(repeating: path, count: count), for: "x", as: type
    ).0
  }

  /// Pillow's `resize((6, 4), Image.BILINEAR)`, the middle 3 by 3, and in float32
  /// `(x / 255 - mean) / std`, channels first.
  @Test("is prepared as torchvision does for ImageNet")
  func imagenet() throws {
    let type = TensorType(.float, [1, 3, 3, 3])
    let found = try tensor("imagenet,resize=4", type).elements(as: Float.self)
    let first: [Float] = [
      0.8960527777671814, 0.6563062071800232, -0.3198048174381256, -0.25130581855773926,
      -0.4910523295402527, 0.14256364107131958,
    ]
    #expect(found.count == 27 && Array(found.prefix(6)) == first)
    #expect(
      Array(found.suffix(3)) == [0.26962968707084656, 0.7227888703346252, 1.2282354831695557])
  }

  /// The first pixel is (0, 37, 74), the second (111, 148, 185).
  @Test("has the layout, the colours and the scale that are asked for")
  func layouts() throws {
    let raw = try tensor("raw,bgr", TensorType(.uint8, [1, .unknown, .unknown, 3]))
    #expect(raw.shape == [1, 3, 5, 3])
    #expect(try Array(raw.elements(as: UInt8.self).prefix(6)) == [74, 37, 0, 185, 148, 111])
    let planes = try tensor("unit", TensorType(.float, [3, 3, 5]))
    #expect(planes.shape == [3, 3, 5])
    #expect(try Array(planes.elements(as: Float.self).prefix(2)) == [0, Float(111) / 255])
    // (19595 · 0 + 38470 · 37 + 7471 · 74 + 2¹⁵) / 2¹⁶ = 30.6….
    let grey = try tensor("raw", TensorType(.float16, [3, 5]))
    #expect(try grey.elements(as: Float16.self).first == 30 && grey.shape == [3, 5])
    let scaled = try tensor("raw,divide=2,mean=1/2/3,std=4", TensorType(.float, [1, 3, 3, 5]))
    let channels = try scaled.elements(as: Float.self)
    #expect([channels[0], channels[15], channels[30]] == [-0.25, 4.125, 8.5])
    let signed = try tensor("inception,fit=exact", TensorType(.double, [1, 3, 3, 5]))
    #expect(signed.doubles?[0] == -1)
  }

  @Test("cut off anywhere is decoded as far as it goes, or an error says why")
  func truncated() throws {
    let path = NSTemporaryDirectory() + "image-\(UUID().uuidString).png"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let bytes = try #require(Data(base64Encoded: Self.file))
    var refusedCount = 0
    for count in 0..<bytes.count {
      try bytes.prefix(count).write(to: URL(filePath: path))
      do throws(FeedError) {
        _ = try ImagePreparation().tensor(of: [path], for: "x", as: TensorType(.float, nil))
      } catch {
        #expect(error.description.contains("can't be shown. The "))
        refusedCount += 1
      }
    }
    #expect(refusedCount > 50)
  }

  @Test("may be several, one behind the other", arguments: ["nchw", "nhwc"])
  func batch(layout: String) throws {
    let type = TensorType(.uint8, [.symbol("n"), .unknown, .unknown, .unknown])
    let one = try tensor("raw,\(layout)", type)
    let three = try tensor("raw,\(layout)", type, count: 3)
    #expect(three.shape.dims == [3] + one.shape.dims.dropFirst())
    let bytes = Array(try one.elements(as: UInt8.self))
    #expect(Array(try three.elements(as: UInt8.self)) == bytes + bytes + bytes)
    let error = #expect(throws: FeedError.self) {
      try tensor("raw", TensorType(.uint8, [.unknown, .unknown, 3]), count: 2)
    }
    #expect(error?.description.hasSuffix("which takes one image, and 2 are given.") == true)
  }

  static let wrong: [(options: String, type: TensorType, sentence: String)] = [
    (
      "imagnet", TensorType(.float, nil),
      "--image has 'imagnet', expected imagenet, imagenet-caffe, inception, mobilenet, unit, raw"
    ),
    (
      "imagenet,unit", TensorType(.float, nil),
      "--image has 'unit', but 'imagenet' says that already: give one of them."
    ),
    ("rgb,raw,grey", TensorType(.float, nil), "--image has 'grey', but 'rgb' says that already"),
    ("nchw,nhwc", TensorType(.float, nil), "--image has 'nhwc', but 'nchw' says that already"),
    ("size=4,size=5", TensorType(.float, nil), "'size=5', but 'size=4' says that already"),
    ("size=0", TensorType(.float, nil), "--image has 'size=0', expected pixels"),
    ("size=8x", TensorType(.float, nil), "--image has 'size=8x', expected pixels"),
    ("std=0", TensorType(.float, nil), "--image has 'std=0', expected a number, or three"),
    (
      "unit", TensorType(.uint8, [1, 3, 4, 4]),
      "Input 'x' takes uint8, but --image unit gives fractions: --image raw keeps bytes."
    ),
    (
      "raw", TensorType(.int8, [1, 3, 4, 4]), "Input 'x' takes int8, which does not hold 0 to 255."
    ),
    ("raw", TensorType(.float, [2, 3, 4, 4]), "which takes 2 images, and one is given."),
    ("raw", TensorType(.float, [1, 7, 4, 4]), "whose channels are neither 1 nor 3"),
    ("raw", TensorType(.float, [1, 3, 1_000_000, 1_000_000]), "more than 2^28 pixels."),
    ("raw", TensorType(.float, [1, 3, -1, 0]), "more than 2^28 pixels."),
    ("raw", TensorType(.float, [4]), "expected 2 to 4 axes for an image."),
  ]

  @Test("that can't be says why", arguments: wrong)
  func refused(options: String, type: TensorType, sentence: String) {
    let error = #expect(throws: FeedError.self) { try tensor(options, type) }
    #expect(error?.description.contains(sentence) == true, "\(error?.description ?? "none")")
  }
}
