extension String {
  /// The text without what a terminal would take for commands.
  var printable: String {
    String(
      String.UnicodeScalarView(
        unicodeScalars.map { $0.value < 0x20 && $0 != "\n" || $0.value == 0x7f ? "\u{fffd}" : $0 }))
  }
}
