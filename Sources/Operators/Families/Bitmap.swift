/// A BMP file: pixels of 1 to 32 bits, of a palette or by masks, as they are or by run lengths.
struct Bitmap {
  private struct Color {
    let red: UInt8
    let green: UInt8
    let blue: UInt8
  }

  private enum Compression: Int {
    case none = 0, runsOf8, runsOf4, masks, masksWithAlpha = 6
  }

  private let width: Int
  private let height: Int
  private let isTopDown: Bool
  private let bits: Int
  private let compression: Compression
  private let palette: [Color]
  /// Red, green and blue in pixels of 16 or 32 bits.
  private let masks: [Int]
  private let data: ByteReader

  init(_ bytes: [UInt8]) throws(ImageError) {
    var header = ByteReader(bytes, .bmp, at: 10)
    let start = try header.integer(4)
    let size = try header.integer(4)
    let isCore = size == 12
    guard isCore || (40...1024).contains(size) else {
      throw .unsupported(.bmp, "its header has \(size) bytes")
    }
    width = try header.integer(isCore ? 2 : 4)
    let lines = try header.integer(isCore ? 2 : 4)
    isTopDown = !isCore && lines >= 1 << 31
    height = isTopDown ? (1 << 32) - lines : lines
    _ = try header.integer(2)
    bits = try header.integer(2)
    let code = isCore ? 0 : try header.integer(4)
    guard let compression = Compression(rawValue: code), [1, 4, 8, 16, 24, 32].contains(bits) else {
      throw .unsupported(.bmp, "its pixels have \(bits) bits and compression \(code)")
    }
    self.compression = compression
    try Image.check(width, height, .bmp)
    var colors = 0
    if !isCore {
      header.place += 12
      colors = try header.integer(4)
      header.place += 4
    }
    let hasMasks = compression == .masks || compression == .masksWithAlpha
    var masks = bits == 16 ? [0x7c00, 0x3e0, 0x1f] : [0xff0000, 0xff00, 0xff]
    if hasMasks { for k in 0..<3 { masks[k] = try header.integer(4) } }
    self.masks = masks
    var palette: [Color] = []
    if bits <= 8 {
      header.place = 14 + size + (hasMasks && size == 40 ? 12 : 0)
      let most = 1 << bits
      for _ in 0..<(colors == 0 ? most : min(colors, most)) {
        let (blue, green, red) = (try header.byte(), try header.byte(), try header.byte())
        if !isCore { _ = try header.byte() }
        palette.append(Color(red: red, green: green, blue: blue))
      }
    }
    self.palette = palette
    data = ByteReader(bytes, .bmp, at: start)
  }

  func image() throws(ImageError) -> Image {
    let indices: [UInt8]?
    switch compression {
    case .runsOf8, .runsOf4: indices = try runs(compression == .runsOf8 ? 8 : 4)
    case .none, .masks, .masksWithAlpha: indices = nil
    }
    let stride = (width * bits + 31) / 32 * 4
    if indices == nil { try data.expect(stride * height) }
    var pixels: [UInt8] = []
    pixels.reserveCapacity(3 * width * height)
    for y in 0..<height {
      let row = isTopDown ? y : height - 1 - y
      for x in 0..<width {
        let color =
          if let indices {
            try color(Int(indices[row * width + x]))
          } else {
            try pixel(data.place + row * stride, x)
          }
        pixels.append(color.red)
        pixels.append(color.green)
        pixels.append(color.blue)
      }
    }
    return Image(width: width, height: height, channels: 3, pixels: pixels)
  }

  private func color(_ index: Int) throws(ImageError) -> Color {
    guard index < palette.count else {
      throw .malformed(.bmp, "a pixel has colour \(index) of a palette of \(palette.count)")
    }
    return palette[index]
  }

  private func pixel(_ row: Int, _ x: Int) throws(ImageError) -> Color {
    if bits <= 8 {
      let byte = Int(data.bytes[row + x * bits / 8])
      return try color(byte >> (8 - bits - x * bits % 8) & ((1 << bits) - 1))
    }
    let width = bits / 8
    let word = (0..<width).reduce(0) { $0 | Int(data.bytes[row + x * width + $1]) << (8 * $1) }
    func sample(_ mask: Int) -> UInt8 {
      guard mask != 0 else { return 0 }
      let shift = mask.trailingZeroBitCount
      return UInt8((word & mask) >> shift * 255 / (mask >> shift))
    }
    return Color(red: sample(masks[0]), green: sample(masks[1]), blue: sample(masks[2]))
  }

  /// Palette indices from the bottom row up, as run lengths write them.
  private func runs(_ width: Int) throws(ImageError) -> [UInt8] {
    guard bits == width, !isTopDown else {
      throw .malformed(.bmp, "its run lengths do not fit pixels of \(bits) bits")
    }
    var data = data
    var indices = [UInt8](repeating: 0, count: self.width * height)
    var (x, y) = (0, 0)
    func put(_ byte: UInt8, _ k: Int) {
      if x < self.width, y < height {
        indices[y * self.width + x] = width == 8 ? byte : k % 2 == 0 ? byte >> 4 : byte & 15
      }
      x += 1
    }
    while y < height {
      let count = Int(try data.byte())
      let value = try data.byte()
      switch (count, value) {
      case (0, 0):
        x = 0
        y += 1
      case (0, 1): return indices
      case (0, 2):
        x += Int(try data.byte())
        y += Int(try data.byte())
      case (0, _):
        var byte: UInt8 = 0
        for k in 0..<Int(value) {
          if width == 8 || k % 2 == 0 { byte = try data.byte() }
          put(byte, k)
        }
        // What is written out takes an even number of bytes.
        if (Int(value) * width + 7) / 8 % 2 == 1 { _ = try data.byte() }
      default: for k in 0..<count { put(value, k) }
      }
    }
    return indices
  }
}
