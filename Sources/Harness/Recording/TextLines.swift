extension String {
  /// The lines that are not empty, with their numbers from 1, whichever way they end.
  var lines: [(number: Int, text: Substring)] {
    split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }.enumerated()
      .filter { !$0.element.isEmpty }.map { ($0.offset + 1, $0.element) }
  }
}
