/// Takes the texts that a C function hands to a callback, as they end at a zero byte or with their bytes'
/// number.
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

  /// The same of texts that may have zero bytes.
  func collect(
    _ call: (
      @convention(c) (UnsafePointer<CChar>?, Int, UnsafeMutableRawPointer?) -> Void,
      UnsafeMutableRawPointer
    ) -> Int32
  ) -> Int32 {
    call(
      { text, length, context in
        guard let text, let context else { return }
        let bytes = UnsafeRawBufferPointer(start: text, count: length)
        Unmanaged<CollectedTexts>.fromOpaque(context).takeUnretainedValue().texts
          .append(String(decoding: bytes, as: UTF8.self))
      }, Unmanaged.passUnretained(self).toOpaque())
  }
}
