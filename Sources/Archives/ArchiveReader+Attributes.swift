import CHDF5

extension ArchiveReader {
  /// Bytes of the longest text that is read.
  private static let longestText = 1 << 16

  /// The paths of the groups below the root, sorted.
  package func groups() throws(ArchiveError) -> [String] {
    chdf5_enter()
    defer { chdf5_leave() }
    let found = CollectedTexts()
    guard found.collect({ chdf5_each_group(file.id, $0, $1) }) >= 0 else {
      throw .read(path: path, object: "/", "has damaged groups")
    }
    return found.texts
  }

  /// A text attribute of a group or data set; `nil` where it has none.
  package func text(_ attribute: String, of object: String) -> String? {
    opened(object) { id in
      var text = [CChar](repeating: 0, count: Self.longestText)
      guard chdf5_read_text(id, attribute, &text, Int32(text.count)) >= 0 else { return nil }
      return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
  }

  /// A number attribute of a group or data set; `nil` where it has none.
  package func number(_ attribute: String, of object: String) -> Double? {
    opened(object) { id in
      var number = 0.0
      return chdf5_read_number(id, attribute, &number) >= 0 ? number : nil
    }
  }

  private func opened<R>(_ object: String, _ body: (Int64) -> R?) -> R? {
    chdf5_enter()
    defer { chdf5_leave() }
    let id = chdf5_open(file.id, object)
    guard id >= 0 else { return nil }
    defer { _ = chdf5_close_object(id) }
    return body(id)
  }
}
