/// A PBM, PGM or PPM file, in digits or bytes.
struct PortableMap {
  private enum Kind: Int {
    case bits = 1, grey, color
  }

  private let kind: Kind
  private let isText: Bool
  private let width: Int
  private let height: Int
  private let most: Int
  private let data: ByteReader

  init(_ bytes: [UInt8]) throws(ImageError) {
    var reader = ByteReader(bytes, .pnm, at: 1)
    let digit = Int(try reader.byte()) - 0x30
    guard (1...6).contains(digit), let kind = Kind(rawValue: (digit - 1) % 3 + 1) else {
      throw .malformed(.pnm, "its first two bytes are not P1 to P6")
    }
    self.kind = kind
    isText = digit <= 3
    width = try reader.number()
    height = try reader.number()
    most = kind == .bits ? 1 : try reader.number()
    guard (1...65_535).contains(most) else {
      throw .malformed(.pnm, "its greatest value is \(most), and 1 to 65535 are possible")
    }
    try Image.check(width, height, .pnm)
    // One space ends the header.
    if !isText { _ = try reader.byte() }
    data = reader
  }

  func image() throws(ImageError) -> Image {
    let channels = kind == .color ? 3 : 1
    let count = width * height * channels
    // Of values up to `most`, the nearest of 255, ties to even; a one among bits is black.
    let levels = (0...most).map { value in
      kind == .bits
        ? UInt8(255 - 255 * value)
        : UInt8((Double(value) / Double(most) * 255).rounded(.toNearestOrEven))
    }
    var data = data
    var pixels: [UInt8] = []
    let bytes = most > 255 ? 2 : 1
    try data.expect(isText ? count : kind == .bits ? (width + 7) / 8 * height : count * bytes)
    pixels.reserveCapacity(count)
    for i in 0..<count {
      let value: Int
      if isText {
        value = kind == .bits ? try data.bit() : try data.number()
        guard value <= most else { throw .malformed(.pnm, "a value exceeds \(most)") }
      } else if kind == .bits {
        let (row, column) = (i / width, i % width)
        let byte = data.bytes[data.place + row * ((width + 7) / 8) + column / 8]
        value = Int(byte >> (7 - column % 8) & 1)
      } else {
        let high = bytes == 2 ? Int(try data.byte()) << 8 : 0
        value = min(high | Int(try data.byte()), most)
      }
      pixels.append(levels[value])
    }
    return Image(width: width, height: height, channels: channels, pixels: pixels)
  }
}

extension ByteReader {
  private mutating func skipSpace() {
    while let byte = next {
      if byte == UInt8(ascii: "#") {
        while let byte = next, byte != 10, byte != 13 { place += 1 }
      } else if byte == 32 || (9...13).contains(byte) {
        place += 1
      } else {
        return
      }
    }
  }

  /// A decimal number, after space and comments.
  fileprivate mutating func number() throws(ImageError) -> Int {
    skipSpace()
    var value = 0
    var digits = 0
    while let byte = next, (0x30...0x39).contains(byte) {
      place += 1
      digits += 1
      value = value * 10 + Int(byte) - 0x30
      guard value < 1 << 32 else { throw .malformed(format, "a number has too many digits") }
    }
    guard digits > 0 else { throw next == nil ? end : .malformed(format, "a number is missing") }
    return value
  }

  /// A bit in text, which needs no space around it.
  fileprivate mutating func bit() throws(ImageError) -> Int {
    skipSpace()
    return switch try byte() {
    case 0x30: 0
    case 0x31: 1
    default: throw .malformed(format, "a bit is neither 0 nor 1")
    }
  }
}
