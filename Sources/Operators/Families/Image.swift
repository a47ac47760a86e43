import CImages

/// A picture of bytes: rows from top to bottom, pixels of one (grey) or three channels (red, green,
/// blue).
package struct Image: Sendable, Equatable {
  package let width: Int
  package let height: Int
  package let channels: Int
  package let pixels: [UInt8]

  /// Decodes a file's bytes, whose start tells the format. Palettes are resolved, samples of 16 bits
  /// are reduced to 8, and transparency is dropped.
  package init(decoding bytes: [UInt8]) throws(ImageError) {
    guard let format = ImageFormat(of: bytes) else { throw .unknownFormat }
    switch format {
    case .bmp: self = try Bitmap(bytes).image()
    case .pnm: self = try PortableMap(bytes).image()
    case .jpeg: try self.init(bytes, format, cimages_decode_jpeg)
    case .jpeg2000: try self.init(bytes, format, cimages_decode_jpeg2000)
    case .png: try self.init(bytes, format, cimages_decode_png)
    case .tiff: try self.init(bytes, format, cimages_decode_tiff)
    case .webp: try self.init(bytes, format, cimages_decode_webp)
    }
  }

  package init(width: Int, height: Int, channels: Int, pixels: [UInt8]) {
    self.width = width
    self.height = height
    self.channels = channels
    self.pixels = pixels
  }

  private typealias Decoder = (
    UnsafePointer<UInt8>?, Int, UnsafeMutablePointer<cimages_image>?
  ) -> cimages_status

  private init(_ bytes: [UInt8], _ format: ImageFormat, _ decode: Decoder) throws(ImageError) {
    var found = cimages_image()
    let status = bytes.withUnsafeBufferPointer { decode($0.baseAddress, $0.count, &found) }
    defer { cimages_free(&found) }
    let reason = withUnsafeBytes(of: found.reason) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
    switch status {
    case CIMAGES_OK: break
    case CIMAGES_UNSUPPORTED: throw .unsupported(format, reason)
    case CIMAGES_TOO_LARGE: throw .tooLarge
    case CIMAGES_OUT_OF_MEMORY: throw .outOfMemory
    default: throw .malformed(format, reason)
    }
    width = Int(found.width)
    height = Int(found.height)
    channels = Int(found.channels)
    pixels = Array(UnsafeBufferPointer(start: found.pixels, count: width * height * channels))
  }

  /// Checks a size that a file claims.
  static func check(_ width: Int, _ height: Int, _ format: ImageFormat) throws(ImageError) {
    guard width > 0, height > 0 else { throw .malformed(format, "the image has no pixels") }
    let (count, overflows) = width.multipliedReportingOverflow(by: height)
    guard !overflows, count <= Int(CIMAGES_MOST_PIXELS) else { throw .tooLarge }
  }
}

/// The formats that are told apart by their first bytes.
package enum ImageFormat: String, Sendable, CaseIterable {
  case bmp, jpeg, jpeg2000, png, pnm, tiff, webp

  init?(of bytes: [UInt8]) {
    func starts(_ prefix: [UInt8], at place: Int = 0) -> Bool {
      bytes.dropFirst(place).starts(with: prefix)
    }
    if starts(Array("BM".utf8)) {
      self = .bmp
    } else if starts([0xff, 0xd8, 0xff]) {
      self = .jpeg
    } else if starts([0, 0, 0, 12, 0x6a, 0x50, 0x20, 0x20]) || starts([0xff, 0x4f, 0xff, 0x51]) {
      self = .jpeg2000
    } else if starts([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) {
      self = .png
    } else if bytes.count > 1, bytes[0] == UInt8(ascii: "P"), (0x31...0x36).contains(bytes[1]) {
      self = .pnm
    } else if [
      [0x49, 0x49, 42, 0], [0x4d, 0x4d, 0, 42], [0x49, 0x49, 43, 0], [0x4d, 0x4d, 0, 43],
    ]
    .contains(where: { starts($0) }) {
      self = .tiff
    } else if starts(Array("RIFF".utf8)), starts(Array("WEBP".utf8), at: 8) {
      self = .webp
    } else {
      return nil
    }
  }
}

/// Why bytes are no image.
package enum ImageError: Error, Sendable, Equatable, CustomStringConvertible {
  case unknownFormat
  /// The bytes end early or contradict themselves.
  case malformed(ImageFormat, String)
  /// A variant of the format that is not decoded.
  case unsupported(ImageFormat, String)
  case tooLarge
  case outOfMemory

  package var description: String {
    switch self {
    case .unknownFormat: "The bytes start like no image format that is known."
    case .malformed(let format, let reason): "The \(format.rawValue) image is damaged: \(reason)."
    case .unsupported(let format, let reason):
      "The \(format.rawValue) image is of a kind that is not decoded: \(reason)."
    case .tooLarge: "The image has more than \(CIMAGES_MOST_PIXELS) pixels."
    case .outOfMemory: "There is no memory for the image."
    }
  }
}
