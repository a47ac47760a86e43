import GraphPictures
import Graphs
import Harness
import Tensors

/// A finding as text for somebody's issue tracker.
package struct FindingReport: Sendable {
  private let finding: Finding
  private let before: String
  private let commands: [String]
  private let program: String

  /// - Parameters:
  ///   - before: what was reduced, in words.
  ///   - commands: that found it and show it again.
  ///   - program: this program's name and version, and the machine.
  package init(_ finding: Finding, before: String, commands: [String], program: String) {
    self.finding = finding
    self.before = before
    self.commands = commands
    self.program = program
  }

  package var text: String {
    let graph = finding.fed.graph
    let operators = graph.nodes.map { "\($0.operatorName)-\($0.opset)" }.joined(separator: ", ")
    let title =
      finding.names.count > 1
      ? "\(finding.names.joined(separator: " and ")) differ" : "what a command asks for"
    return """
      # \(operators): \(title)

      \(finding.sentence)

      The model, made out of \(before) (`model.onnx` in this folder; `reproduce.py` builds and runs it):

      \(Self.fenced(GraphText(graph).text))
      \(values)
      | who | what |
      |---|---|
      \(zip(finding.names, finding.identities).map { "| \($0) | \($1) |" }.joined(separator: "\n"))
      | found with | \(program) |

      \(Self.fenced(commands.joined(separator: "\n") + "\n"))
      """
  }

  private static let mostElements = 64

  /// Inputs, and what each side says, a data set after the other.
  private var values: String {
    finding.fed.sets.enumerated().map { set, inputs in
      let names = finding.fed.graph.inputs.map { finding.fed.graph.names[$0]?.onOneLine ?? "?" }
      var lines = zip(names, inputs).map { "\($0) = \(Self.text($1))" }
      for (name, outcome) in zip(finding.names, finding.outcomes) {
        guard let outputs = outcome.values else {
          lines.append("\(name): \(outcome.sentence ?? "")")
          continue
        }
        for (place, output) in outputs[set].enumerated() {
          lines.append("\(name): output \(place) = \(Self.text(output))")
        }
      }
      let title = finding.fed.sets.count > 1 ? "Data set \(set):\n\n" : ""
      return title + Self.fenced(lines.joined(separator: "\n") + "\n")
    }.joined(separator: "\n")
  }

  private static func text(_ value: Value) -> String {
    ValueText(value, most: mostElements).described
  }

  private static func fenced(_ text: String) -> String { "```\n\(text)```\n" }
}
