import Harness

/// What an option says of one input.
package enum InputSpec: Sendable, Equatable {
  /// About the normal distribution, or, with bounds, uniform between them.
  case random(seed: UInt64, ClosedRange<Double>?)
  case constant(Double)
  /// A text file, one element a line.
  case lines(String)
  /// Pictures, one behind the other along the first axis.
  case images([String])
  /// A file of values, and the name of the one in it that is meant.
  case file(String, member: String?)
  /// Numbers, or words, with commas between.
  case words(String)

  private static let imageEndings: Set<String> = [
    "jpg", "jpeg", "jp2", "j2k", "png", "bmp", "webp", "tif", "tiff", "ppm", "pgm", "pbm",
  ]

  /// Endings of pictures that are not read, with their formats' names.
  private static let unreadImages = [
    "gif": "GIF", "heic": "HEIF", "heif": "HEIF", "avif": "AVIF", "svg": "SVG", "ico": "ICO",
    "psd": "PSD", "tga": "TGA", "jxl": "JPEG XL", "exr": "OpenEXR", "hdr": "Radiance HDR",
    "dng": "DNG",
  ]

  /// `zeros`, `ones`, `random(7)`, `random(7, -1, 1)`, `lines:a.txt`, `image:a`, `a.jpg`, `frames/*.jpg`, `a.npy`,
  /// `a.npz:x`, `a.h5:/group/x`, the name of any file that is there (it holds a `TensorProto`), or
  /// `1,2,3`.
  ///
  /// - Throws: where `random` has other than a seed and bounds in order; a picture of a format that is
  ///   not read.
  package init(_ text: String) throws(FeedError) {
    if text == "zeros" {
      self = .constant(0)
    } else if text == "ones" {
      self = .constant(1)
    } else if text.hasPrefix("random(") {
      self = try Self.random(text)
    } else if let path = Self.rest(of: text, after: "lines:") {
      self = .lines(path)
    } else if let path = Self.rest(of: text, after: "image:") {
      self = .images(try Self.pictures(path))
    } else if let dot = text.lastIndex(of: "."),
      Self.imageEndings.contains(text[text.index(after: dot)...].lowercased())
    {
      self = .images(try Self.pictures(text))
    } else if let name = Self.unreadImage(text) {
      throw FeedError(
        "'\(text)' is a picture in \(name), which is not read: expected JPEG, JPEG 2000, PNG, BMP, WebP, "
          + "TIFF or PNM.")
    } else if let (path, member) = Self.member(text) {
      self = .file(path, member: member)
    } else if TensorFormat(path: text) != nil || Files.exists(text) {
      self = .file(text, member: nil)
    } else {
      self = .words(text)
    }
  }

  private static func unreadImage(_ text: String) -> String? {
    text.lastIndex(of: ".").flatMap { unreadImages[text[text.index(after: $0)...].lowercased()] }
  }

  /// The files that a pattern of the shell's stands for, in order of their names; a name that is there, or
  /// that has no pattern, is itself.
  private static func pictures(_ text: String) throws(FeedError) -> [String] {
    guard text.contains(where: { "*?[".contains($0) }), !Files.exists(text) else { return [text] }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    let folder = parts.dropLast().joined(separator: "/")
    let glob = Glob(String(parts.last ?? ""))
    let place = parts.count > 1 ? "\(folder)/" : ""
    let found = Files.names(in: parts.count > 1 ? place : ".").filter(glob.matches)
    guard !found.isEmpty else { throw FeedError("'\(text)' stands for no file.") }
    return found.map { place + $0 }
  }

  private static func rest(of text: String, after prefix: String) -> String? {
    text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : nil
  }

  private static func random(_ text: String) throws(FeedError) -> Self {
    let words = text.dropFirst("random(".count).dropLast().split(separator: ",")
      .map { $0.filter { $0 != " " } }
    let bounds = words.dropFirst().compactMap { Double($0) }.filter(\.isFinite)
    guard text.hasSuffix(")"), let seed = words.first.flatMap({ UInt64($0) }),
      words.count == 1 || (words.count == 3 && bounds.count == 2 && bounds[0] <= bounds[1])
    else {
      throw FeedError(
        "'\(text)' draws nothing: expected random(seed) or random(seed, least, greatest).")
    }
    return .random(seed: seed, words.count == 1 ? nil : bounds[0]...bounds[1])
  }

  /// `a.npz` and `x` of `a.npz:x`.
  private static func member(_ text: String) -> (String, String)? {
    for format in TensorFormat.allCases where format.isBundle {
      let mark = ".\(format.rawValue):"
      guard let range = text.firstRange(of: mark) else { continue }
      let path = text[..<text.index(before: range.upperBound)]
      return (String(path), String(text[range.upperBound...]))
    }
    return nil
  }
}
