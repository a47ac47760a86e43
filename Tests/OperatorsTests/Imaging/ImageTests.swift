import Foundation
import Graphs
import Tensors
import Testing

@testable import Operators

@Suite("An image")
struct ImageTests {
  struct Sample: CustomTestStringConvertible, Sendable {
    let name: String
    let file: [UInt8]
    let pixels: [UInt8]
    var testDescription: String { name }
  }
  static let samples = ImageSamples.all.map { name, file, pixels in
    Sample(
      name: name, file: Array(Data(base64Encoded: file) ?? Data()),
      pixels: Array(Data(base64Encoded: pixels) ?? Data()))
  }

  private func decoded(_ bytes: [UInt8], _ format: String = "RGB") throws -> Tensor {
    let node = try TestNode("ImageDecoder", opset: 20, ["pixel_format": .string(format)])
    return try node.evaluate(Tensor(vector: bytes))
  }

  private func pixels(_ bytes: [UInt8], _ format: String = "RGB") throws -> [UInt8] {
    Array(try decoded(bytes, format).elements(as: UInt8.self))
  }

  @Test("has the pixels that Pillow finds", arguments: samples)
  func knownPixels(sample: Sample) throws {
    #expect(try decoded(sample.file).shape == [5, 7, 3])
    #expect(try pixels(sample.file) == sample.pixels)
  }

  struct Map: Sendable {
    let text: String
    let rgb: [UInt8]
    let grey: [UInt8]

    init(_ text: String, rgb: [UInt8], grey: [UInt8]) {
      (self.text, self.rgb, self.grey) = (text, rgb, grey)
    }

    init(_ text: String, grey: [UInt8]) {
      (self.text, self.grey) = (text, grey)
      rgb = grey.flatMap { [$0, $0, $0] }
    }
  }
  /// Of red, green, blue and white the formula makes 76, 150, 29 and 255.
  static let maps: [Map] = [
    Map(
      "P3 # colours\n4 1\n255\n255 0 0 0 255 0 0 0 255 255 255 255",
      rgb: [255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255], grey: [76, 150, 29, 255]),
    Map(
      "P6 4 1 1\n\u{1}\u{0}\u{0}\u{0}\u{1}\u{0}\u{0}\u{0}\u{1}\u{1}\u{1}\u{1}",
      rgb: [255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255], grey: [76, 150, 29, 255]),
    Map("P2\n4 1 15\n0 1 8 15\n", grey: [0, 17, 136, 255]),
    Map("P1 4 1 01\n10", grey: [255, 0, 0, 255]),
    Map("P4 4 1 \u{60}", grey: [255, 0, 0, 255]),
    Map("P5 4 1 257 \u{0}\u{0}\u{0}\u{1}\u{1}\u{0}\u{1}\u{1}", grey: [0, 1, 254, 255]),
  ]

  @Test("in a portable map is scaled to bytes", arguments: maps)
  func portableMaps(map: Map) throws {
    let bytes = Array(map.text.utf8)
    #expect(try decoded(bytes).shape == [1, 4, 3])
    #expect(try pixels(bytes) == map.rgb)
    let reversed = (0..<4).flatMap { i in (0..<3).map { map.rgb[3 * i + 2 - $0] } }
    #expect(try pixels(bytes, "BGR") == reversed)
    #expect(try decoded(bytes, "Grayscale").shape == [1, 4, 1])
    #expect(try pixels(bytes, "Grayscale") == map.grey)
  }

  /// A BMP header of 40 bytes with a palette of black, red (2 more of them grey) and what follows.
  private func bitmap(bits: UInt8, compression: UInt8, _ data: [UInt8]) -> [UInt8] {
    let palette: [UInt8] = [0, 0, 0, 0, 0, 0, 255, 0, 7, 7, 7, 0, 9, 9, 9, 0]
    var header = Array("BM".utf8) + [UInt8](repeating: 0, count: 52)
    header[10] = 54 + 16
    header[14] = 40
    header[18] = 4
    header[22] = 2
    header[26] = 1
    header[28] = bits
    header[30] = compression
    header[46] = 4
    return header + palette + data
  }

  /// Below: three pixels of colour 1, then one left out. Above: one of colour 2, then 0, 1, 3.
  @Test("in runs of palette indices goes from the bottom up")
  func runs() throws {
    let expected: [UInt8] = [
      7, 7, 7, 0, 0, 0, 255, 0, 0, 9, 9, 9, 255, 0, 0, 255, 0, 0, 255, 0, 0, 0, 0, 0,
    ]
    let eight = bitmap(bits: 8, compression: 1, [3, 1, 0, 0, 1, 2, 0, 3, 0, 1, 3, 0, 0, 1])
    #expect(try pixels(eight) == expected)
    let four = bitmap(
      bits: 4, compression: 2, [3, 0x11, 0, 0, 1, 0x20, 0, 3, 0x01, 0x30, 0, 1])
    #expect(try pixels(four) == expected)
  }

  @Test("of 16 bits a pixel has five a colour, and six of green by a mask")
  func masks() throws {
    var file = bitmap(bits: 16, compression: 0, [])
    file[18] = 2
    file[22] = 1
    file[10] = 54
    file.removeLast(16)
    #expect(try pixels(file + [0x1f, 0x7c, 0xe0, 0x03]) == [255, 0, 255, 0, 255, 0])
    file[30] = 3
    file[10] = 66
    file += [0x00, 0xf8, 0, 0, 0xe0, 0x07, 0, 0, 0x1f, 0, 0, 0]
    #expect(try pixels(file + [0x1f, 0xf8, 0x20, 0x00]) == [255, 0, 255, 0, 4, 0])
  }

  @Test("that is none, or damaged, is empty")
  func damaged() throws {
    let png = try #require(Self.samples.first { $0.name == "png" }).file
    for bytes in [[], [1, 2, 3], Array("P6 4 1 255\n".utf8), Array(png.dropLast(40))] {
      #expect(try decoded(bytes).shape == [0, 0, 3])
      #expect(try decoded(bytes, "Grayscale").shape == [0, 0, 1])
    }
    #expect(throws: ImageError.malformed(.pnm, "the data end early")) {
      try Image(decoding: Array("P6 4 1 255\n".utf8))
    }
    #expect(throws: ImageError.tooLarge) { try Image(decoding: Array("P5 65536 65536 1 ".utf8)) }
    #expect(throws: ImageError.unknownFormat) { try Image(decoding: [1, 2, 3]) }
  }

  @Test("of any damage is an image or an error", arguments: samples)
  func fuzz(sample: Sample) throws {
    var refused = 0
    func decode(_ bytes: [UInt8]) {
      do throws(ImageError) {
        let image = try Image(decoding: bytes)
        #expect(image.pixels.count == image.width * image.height * image.channels)
      } catch {
        refused += 1
      }
    }
    for count in 0..<sample.file.count { decode(Array(sample.file.prefix(count))) }
    #expect(refused > 0)
    for place in sample.file.indices {
      for flip: UInt8 in [0x01, 0x80, 0xff] {
        var bytes = sample.file
        bytes[place] ^= flip
        decode(bytes)
      }
    }
  }
}
