/// What an adapter did wrong, as the end of a sentence about it.
struct CheckFailure: Error, Equatable {
  let sentence: String
  /// It took long to see, as a hang or a flood does, and will again.
  var isSlow = false

  init(_ sentence: String, isSlow: Bool = false) {
    self.sentence = sentence
    self.isSlow = isSlow
  }

  /// The same fault, with what it was found in.
  init(_ failure: CheckFailure, in subject: String) {
    self.init("\(subject): \(failure.sentence)", isSlow: failure.isSlow)
  }
}
