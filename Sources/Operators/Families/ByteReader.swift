/// Bytes from front to back, where each step may find the end.
struct ByteReader {
  let bytes: [UInt8]
  let format: ImageFormat
  var place = 0

  init(_ bytes: [UInt8], _ format: ImageFormat, at place: Int = 0) {
    self.bytes = bytes
    self.format = format
    self.place = place
  }

  var rest: Int { max(0, bytes.count - place) }

  /// The next byte; `nil` at the end.
  var next: UInt8? { place < bytes.count ? bytes[place] : nil }

  mutating func byte() throws(ImageError) -> UInt8 {
    guard place >= 0, place < bytes.count else { throw end }
    place += 1
    return bytes[place - 1]
  }

  /// An unsigned integer of `width` bytes, the lowest first.
  mutating func integer(_ width: Int) throws(ImageError) -> Int {
    var value = 0
    for k in 0..<width { value |= Int(try byte()) << (8 * k) }
    return value
  }

  /// Demands that `count` bytes follow.
  func expect(_ count: Int) throws(ImageError) {
    guard place >= 0, count <= rest else { throw end }
  }

  var end: ImageError { .malformed(format, "the data end early") }
}
