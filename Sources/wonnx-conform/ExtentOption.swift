import Harness

/// Extents of symbolic dimensions as options give them.
enum ExtentOption {
  /// - Parameter options: each `name=n`.
  static func extents(_ options: [String]) throws(Failure) -> [String: Int] {
    var extents: [String: Int] = [:]
    for option in options {
      let (name, text) = try pair(option, "--set")
      guard let extent = Int(text), extent >= 0 else {
        throw Failure(.usage, "--set \(option): '\(text)' is no extent.")
      }
      guard extents.updateValue(extent, forKey: name) == nil else {
        throw Failure(.usage, "--set \(option): '\(name)' has an extent already.")
      }
    }
    return extents
  }

  /// The parts of `name=value`, which the option `name` gives.
  static func pair(_ option: String, _ name: String) throws(Failure) -> (String, String) {
    guard let mark = option.lastIndex(of: "="), mark > option.startIndex else {
      throw Failure(.usage, "\(name) \(option): expected name=value.")
    }
    return (String(option[..<mark]), String(option[option.index(after: mark)...]))
  }
}
