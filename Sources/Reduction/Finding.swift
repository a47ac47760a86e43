package import Tensors

/// What a reduction came to.
package struct Finding: Sendable {
  package let fed: FedGraph
  /// Of the two sides; of a command that checks, the command.
  package let names: [String]
  package let identities: [String]
  package let outcomes: [RunOutcome]
  /// What they differ in.
  package let sentence: String
  package let nearness: Nearness
  /// The side that is onnxruntime, which the script can run then.
  package let onnxruntime: Int?

  package init(
    fed: FedGraph, names: [String], identities: [String], outcomes: [RunOutcome], sentence: String,
    nearness: Nearness, onnxruntime: Int?
  ) {
    self.fed = fed
    self.names = names
    self.identities = identities
    self.outcomes = outcomes
    self.sentence = sentence
    self.nearness = nearness
    self.onnxruntime = onnxruntime
  }

  /// The first side that gives values and is not the one that the script runs.
  var measure: String {
    let sides = names.indices.filter { $0 != onnxruntime && outcomes[$0].values != nil }
    return sides.first.map { names[$0] } ?? ""
  }

  /// What the first side that gives values gives, one list a data set.
  package var expected: [[Value]] { outcomes.lazy.compactMap(\.values).first ?? [] }
}
