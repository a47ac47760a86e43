/// Takes the texts that a C function hands to a callback.
final class CollectedTexts {
  private(set) var texts: [String] = []

  /// - Parameter call: calls the function with the callback and its context.
  func collect(
    _ call: (
      @convention(c) (UnsafePointer<CChar>?, UnsafeMutableRawPointer?) -> Void,
      UnsafeMutableRawPointer
    ) -> Int32
  ) -> Int32 {
    call(
      { text, context in
        guard let text, let context else { return }
        Unmanaged<CollectedTexts>.fromOpaque(context).takeUnretainedValue().texts
          .append(String(cString: text))
      }, Unmanaged.passUnretained(self).toOpaque())
  }
}
