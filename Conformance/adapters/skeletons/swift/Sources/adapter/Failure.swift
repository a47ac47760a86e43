/// How a request ends early; the main loop answers for it.
enum Failure: Error {
  /// In one of the protocol's phases, with a sentence.
  case error(phase: String, String)
  /// Valid, but not done here: the operator as `domain:Name`, where it is about one.
  case unsupported(operator: String?, String)
}
