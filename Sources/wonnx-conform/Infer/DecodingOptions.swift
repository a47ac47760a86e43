import ArgumentParser
import Harness
import Inference
import Runtimes
import TensorFiles
import Tensors

/// A loop in which a step's outputs are inputs of the next.
struct DecodingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Decode: run up to n steps, each with what --feed and --next take from the last one.",
      valueName: "n"))
  var steps: Int?

  @Option(
    help: ArgumentHelp(
      "An output that is an input of the next step: 'present.*=past_key_values.*'. What nobody gives of "
        + "these inputs starts empty. With --feed a step takes the new token alone, else all tokens so "
        + "far.",
      valueName: "output=input"))
  var feed: [String] = []

  @Option(
    help: ArgumentHelp(
      "Which scores choose the next token, which input takes it, and how: 'logits=input_ids[:greedy]', "
        + "[:sample(seed)] or [:sample(seed, temperature)].",
      valueName: "output=input[:greedy]"))
  var next: String?

  @Option(help: ArgumentHelp("The token that ends a sequence.", valueName: "token")) var stop: Int?

  @Option(
    help: ArgumentHelp(
      "An input that gets a one more with each token (default: what ends in attention_mask).",
      valueName: "input"))
  var grow: [String] = []

  @Option(
    help: ArgumentHelp(
      "An input of positions, which go on by one (default: what ends in position_ids or "
        + "cache_position).",
      valueName: "input"))
  var advance: [String] = []

  @Option(
    help: ArgumentHelp(
      "What an input takes from the second step on, as --input says it: 'use_cache_branch=true'.",
      valueName: "input=value"))
  var then: [String] = []

  func validate() throws {
    guard steps == nil else {
      if next == nil { throw ValidationError("--steps chooses tokens: --next is missing.") }
      try BenchLimits.check([NumberOption("steps", steps ?? 1, in: BenchLimits.counts)])
      return
    }
    guard feed.isEmpty, next == nil, stop == nil, grow.isEmpty, advance.isEmpty, then.isEmpty else {
      throw ValidationError(
        "--feed, --next, --stop, --grow, --advance and --then say how --steps go on.")
    }
  }

  /// `nil` where no loop is asked for.
  func plan(for model: ModelInterface) throws(Failure) -> DecodingPlan? {
    guard steps != nil else { return nil }
    var request = DecodingRequest()
    request.feeds = feed
    request.next = next ?? ""
    (request.grown, request.advanced, request.stop) = (grow, advance, stop)
    for option in then {
      guard let port = model.inputs.first(where: { option.hasPrefix("\($0.name)=") }) else {
        throw Failure(.usage, "--then \(option): the model has no such input.")
      }
      let text = String(option.dropFirst(port.name.count + 1))
      request.later[port.name] = .tensor(try FeedOptions.tensor(text, for: port))
    }
    do throws(FeedError) { return try request.plan(for: model) } catch {
      throw Failure(.usage, error.description)
    }
  }
}
