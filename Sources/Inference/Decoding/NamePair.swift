import Runtimes
package import TensorFiles
import Tensors

/// An output and the input that it is for: `present.*=past_key_values.*`.
package struct NamePair: Sendable, Equatable {
  package let output: String
  package let input: String

  /// - Throws: a sentence where there is no `=`, or one side alone has a star.
  package init(_ text: String, option: String) throws(FeedError) {
    let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2, parts[0].count(where: { $0 == "*" }) < 2,
      parts[0].contains("*") == parts[1].contains("*")
    else {
      throw FeedError(
        "\(option) \(text): expected OUTPUT=INPUT, with a star in both or in neither.")
    }
    (output, input) = (parts[0], parts[1])
  }

  /// The places of outputs and of their inputs.
  ///
  /// - Throws: a sentence where no output has the name, or one has no such input.
  func places(
    in model: ModelInterface, option: String
  ) throws(FeedError) -> [(output: Int, input: Int)] {
    var places: [(output: Int, input: Int)] = []
    for (place, port) in model.outputs.enumerated() {
      guard let middle = Self.middle(of: port.name, in: output) else { continue }
      let name = input.replacing("*", with: middle, maxReplacements: 1)
      guard let target = model.inputs.firstIndex(where: { $0.name == name }) else {
        throw FeedError(
          "\(option) \(output)=\(input): output '\(port.name.onOneLine)' is for input '\(name.onOneLine)', which the model "
            + "lacks.")
      }
      places.append((place, target))
    }
    guard !places.isEmpty else {
      throw FeedError(
        "\(option) \(output)=\(input): the model has no output '\(output)'; it has "
          + model.outputs.map { "'\($0.name.onOneLine)'" }.joined(separator: ", ") + ".")
    }
    return places
  }

  /// What of a name a pattern's star stands for; `nil` where the pattern is not of the name.
  static func middle(of name: String, in pattern: String) -> String? {
    guard let star = pattern.firstIndex(of: "*") else { return name == pattern ? "" : nil }
    let (head, tail) = (pattern[..<star], pattern[pattern.index(after: star)...])
    guard name.count >= head.count + tail.count, name.hasPrefix(head), name.hasSuffix(tail) else {
      return nil
    }
    return String(name.dropFirst(head.count).dropLast(tail.count))
  }
}
