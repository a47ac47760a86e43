package import Runtimes
package import TensorFiles
package import Tensors

/// What the command line says of a decoding loop.
package struct DecodingRequest: Sendable {
  /// Each `output=input`: what a step makes and the next one takes.
  package var feeds: [String] = []
  /// `logits=input_ids[:greedy]`.
  package var next = ""
  /// Inputs that get a one more at the end of their last axis with each token.
  package var grown: [String] = []
  /// Inputs that hold positions.
  package var advanced: [String] = []
  /// What inputs take from the second step on, by name.
  package var later: [String: Value] = [:]
  /// The token that ends a row.
  package var stop: Int?

  package init() {}

  /// - Throws: a sentence for the first option that names nothing of the model.
  package func plan(for model: ModelInterface) throws(FeedError) -> DecodingPlan {
    var fed: [(output: Int, input: Int)] = []
    for feed in feeds {
      fed += try NamePair(feed, option: "--feed").places(in: model, option: "--feed")
    }
    var (pair, choice) = (next, TokenChoice.greedy)
    if let bracket = next.lastIndex(of: "["), next.hasSuffix("]") {
      pair = String(next[..<bracket])
      choice = try TokenChoice(
        String(next[next.index(after: bracket)...].dropLast().drop { $0 == ":" }))
    }
    let colon = next.lastIndex(of: ":")
    if let colon, !model.inputs.contains(where: { next.hasSuffix("=\($0.name)") }),
      (try? TokenChoice(String(next[next.index(after: colon)...]))) != nil
    {
      throw FeedError(
        "--next \(next): how a token is chosen stands in brackets: '\(next[..<colon])[\(next[colon...])]'."
      )
    }
    let tokens = try NamePair(pair, option: "--next").places(in: model, option: "--next")
    guard tokens.count == 1 else {
      throw FeedError("--next \(next): expected one output and one input.")
    }
    var notes: [String] = []
    var grown = try places(self.grown, of: model, "--grow")
    var advanced = try places(self.advanced, of: model, "--advance")
    let taken = Set(fed.map(\.input) + grown + advanced + tokens.map(\.input))
    var later: [Int: Value] = [:]
    for place in try places(self.later.keys.sorted(), of: model, "--then") {
      let name = model.inputs[place].name
      guard !taken.contains(place) else {
        throw FeedError("--then \(name): steps give the input another value already.")
      }
      later[place] = self.later[name]
    }
    for (place, input) in model.inputs.enumerated()
    where !taken.contains(place) && later[place] == nil {
      if input.name.hasSuffix("attention_mask") {
        grown.append(place)
        notes.append("'\(input.name.onOneLine)' grows by ones, as --grow \(input.name) says")
      } else if ["position_ids", "cache_position"].contains(where: input.name.hasSuffix) {
        advanced.append(place)
        notes.append("'\(input.name.onOneLine)' goes on by one, as --advance \(input.name) says")
      }
    }
    return DecodingPlan(
      model: model, fed: fed, scores: tokens[0].output, tokens: tokens[0].input, choice: choice,
      grown: grown, advanced: advanced, later: later, stop: stop, notes: notes)
  }

  private func places(
    _ names: [String], of model: ModelInterface, _ option: String
  ) throws(FeedError) -> [Int] {
    var places: [Int] = []
    for name in names {
      guard let place = model.inputs.firstIndex(where: { $0.name == name }) else {
        throw FeedError(
          "\(option) \(name): the model has no such input; it has "
            + model.inputs.map { "'\($0.name.onOneLine)'" }.joined(separator: ", ") + ".")
      }
      places.append(place)
    }
    return places
  }
}
