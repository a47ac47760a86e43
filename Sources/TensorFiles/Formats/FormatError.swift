/// Why bytes are not what a format asks for.
package struct FormatError: Error, Sendable, Equatable {
  /// The rest of a sentence whose subject is the file.
  package let fact: String
  init(_ fact: String) { self.fact = fact }
}
