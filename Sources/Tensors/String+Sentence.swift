extension String {
  /// The sentence with one mark at its end, where a full stop was put behind one that had ended: `?.` is
  /// `?`, `..` is `.`, and `…` and `...` stay.
  package var endedOnce: String {
    guard hasSuffix("."), !hasSuffix("...") else { return self }
    let ended = dropLast()
    return ended.last.map { ".?!:…".contains($0) } == true ? String(ended) : self
  }
}
