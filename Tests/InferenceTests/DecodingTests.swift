import Graphs
import Harness
import Interpreter
import ModelFiles
import Runtimes
import TensorFiles
import Tensors
import Testing

@testable import Inference

@Suite("Decoding") struct DecodingTests {
  /// `logits[s] = table[ids[s]]`, where the row of token `i` has its 1 at `(2i + 1) mod 5`; another row
  /// for token 2 where asked for.
  private func successor(of two: Int? = nil) throws -> TestModel {
    var model = TestModel()
    model.input("ids", .int64, [1, .symbol("length")])
    model.output("logits", .float, [1, .symbol("length"), 5])
    let table = (0..<5).flatMap { token in
      (0..<5).map { Float($0 == (token == 2 ? two ?? 0 : (2 * token + 1) % 5) ? 1 : 0) }
    }
    model.constant("table", try Tensor(table, shape: [5, 5]))
    model.node("Gather", ["table", "ids"], ["logits"])
    return model
  }

  private func decode(
    _ request: DecodingRequest, _ models: [TestModel], _ inputs: [String], steps: Int
  ) async throws -> DecodingResult {
    var contenders: [DecodingRun.Contender] = []
    var plan: DecodingPlan?
    var values: [Value?] = []
    for (place, model) in models.enumerated() {
      try await model.withSource { source in
        let made = try request.plan(for: source.interface)
        var feeds = FeedRequest()
        feeds.inputs = inputs
        feeds.startingEmpty = Set(made.fedInputs.map { source.interface.inputs[$0].name })
        values = try feeds.feeding(source.interface).values
        plan = made
        contenders.append(
          .init(name: "run \(place)", prepared: try await Interpreter().prepare(source)))
      }
    }
    return try await DecodingRun(
      try #require(plan), judge: OutputJudge(rtol: 1e-3, atol: 1e-7)
    ).run(contenders, values, steps: steps)
  }

  private func request(_ next: String, stop: Int? = nil) -> DecodingRequest {
    var request = DecodingRequest()
    (request.next, request.stop) = (next, stop)
    return request
  }

  /// 1 → 3 → 2 → 0 → 1 → 3.
  @Test("takes the best token of the last position again and again, up to the one that ends it")
  func greedy() async throws {
    let model = try successor()
    let all = try await decode(request("logits=ids[:greedy]"), [model], ["ids=4,1"], steps: 5)
    #expect(all.tokens == [[3, 2, 0, 1, 3]])
    let ended = try await decode(request("logits=ids", stop: 0), [model], ["ids=4,1"], steps: 5)
    #expect(ended.tokens == [[3, 2, 0]])
  }

  /// After 1, 3, 2 the second model goes to 4 where the first goes to 0.
  @Test("says where another runtime's tokens part, and goes on with the first one's")
  func parting() async throws {
    let result = try await decode(
      request("logits=ids"), [try successor(), try successor(of: 4)], ["ids=1"], steps: 4)
    #expect(result.tokens == [[3, 2, 0, 1]])
    let comparison = result.comparisons[1]
    #expect(
      comparison.parting
        == .init(step: 2, row: 0, token: 0, scores: [1, 0], other: 4, otherScores: [0, 1]))
    #expect(comparison.firstDifference == 2 && !result.isAgreed)
    // The whole sequence is compared, and token 2 is in it from then on; its own scores are alike.
    #expect(comparison.distances == [0, 0, 1, 0])
    #expect(
      result.text(["zero", "one", "two", "three"]).hasPrefix("4 tokens: three two zero one\n"))
    #expect(
      result.text().contains(
        "run 1 against run 0: tokens part at step 3: run 0 takes 0 (scores 1.0 and 0.0), run 1 takes 4 "
          + "(scores 0.0 and 1.0); there scores differ by 1.0"))
  }

  @Test("of a small Llama over its cache takes the 20 tokens that it takes without one")
  func cache() async throws {
    let inputs = ["input_ids=5,1,9,30", "position_ids=0,1,2,3", "attention_mask=1,1,1,1"]
    var cached = request("logits=input_ids[:greedy]")
    cached.feeds = ["present.*=past_key_values.*"]
    let model = try SmallDecoder.model(hasCache: true)
    let found = try await decode(cached, [model, model], inputs, steps: 20)
    let whole = try await decode(
      request("logits=input_ids[:greedy]"), [try SmallDecoder.model(hasCache: false)], inputs,
      steps: 20)
    #expect(found.tokens[0].count == 20 && found.tokens == whole.tokens)
    #expect(Set(found.tokens[0]).count > 3, "a model of one token proves nothing")
    #expect(found.isAgreed && found.comparisons[1].distances == [Double](repeating: 0, count: 20))
  }

  @Test("draws tokens by their shares, the same for a seed")
  func sampling() throws {
    let choice = try TokenChoice("sample(7, 0.5)")
    #expect(choice == .sample(seed: 7, temperature: 0.5))
    // exp(2 · 0), exp(2 · ln 3 / 2) and none: a quarter and three quarters.
    let scores = [0, 0.5493061443340549, -Double.infinity]
    var counts = [0, 0, 0]
    for step in 0..<4000 {
      counts[try #require(choice.token(of: scores, step: step, row: 0))] += 1
    }
    // Six deviations of 4000 draws are 6 · √(4000 · 3 / 16) = 164.
    #expect((836...1164).contains(counts[0]) && counts[2] == 0)
    #expect(
      choice.token(of: scores, step: 3, row: 1) == choice.token(of: scores, step: 3, row: 1))
    #expect(TokenChoice.greedy.token(of: [1, 3, 3], step: 0, row: 0) == 1)
    #expect(TokenChoice.greedy.token(of: [1, .nan], step: 0, row: 0) == nil)
  }

  static let model = ModelInterface(
    inputs: [
      .init(name: "ids", type: .tensor(TensorType(.int64, [1, .unknown]))),
      .init(name: "attention_mask", type: nil), .init(name: "position_ids", type: nil),
      .init(name: "past.0", type: nil), .init(name: "past.1", type: nil),
    ], outputs: ["logits", "present.0", "present.1"].map { .init(name: $0, type: nil) })

  @Test("grows masks, goes on with positions and feeds outputs back")
  func feeding() throws {
    var request = request("logits=ids")
    request.feeds = ["present.*=past.*"]
    let plan = try request.plan(for: Self.model)
    #expect(plan.notes.count == 2 && plan.fedInputs == [3, 4])
    let row = { (numbers: [Int64]) in Value.tensor(try Tensor(numbers, shape: [1, numbers.count])) }
    let old = Value.tensor(Tensor(scalar: Float(0)))
    let (a, b) = (Value.tensor(Tensor(scalar: Float(1))), Value.tensor(Tensor(scalar: Float(2))))
    let next = try plan.inputs(
      after: [try row([8, 9]), try row([0, 1]), try row([3, 4]), old, old], [a, a, b],
      choosing: [7])
    let expected = [try row([7]), try row([0, 1, 1]), try row([5]), a, b]
    for (value, expected) in zip(next, expected) { #expect(value?.hasBits(of: expected) == true) }
  }

  @Test("gives inputs other values from the second step on")
  func later() throws {
    let flag = ModelInterface.Port(name: "use_cache_branch", type: nil)
    let model = ModelInterface(inputs: Self.model.inputs + [flag], outputs: Self.model.outputs)
    var request = request("logits=ids")
    let (no, yes) = (Value.tensor(Tensor(scalar: false)), Value.tensor(Tensor(scalar: true)))
    request.later = ["use_cache_branch": yes]
    let row = Value.tensor(try Tensor([1 as Int64], shape: [1, 1]))
    let plan = try request.plan(for: model)
    let next = try plan.inputs(after: [row, row, row, row, row, no], [], choosing: [7])
    #expect(next[5]?.hasBits(of: yes) == true)
    request.later = ["ids": yes]
    #expect(throws: FeedError("--then ids: steps give the input another value already.")) {
      _ = try request.plan(for: model)
    }
  }

  /// Of two sequences of two positions and three tokens, the second positions.
  @Test("takes each sequence's last position, of a vector of tokens the last row")
  func rows() throws {
    func plan(rank dims: [Dimension]) throws -> DecodingPlan {
      try request("logits=ids").plan(
        for: ModelInterface(
          inputs: [.init(name: "ids", type: .tensor(TensorType(.int64, dims)))],
          outputs: [.init(name: "logits", type: nil)]))
    }
    let rows = try plan(rank: [.unknown, .unknown])
    let batch = try Tensor((0..<12).map { Float($0) }, shape: [2, 2, 3])
    #expect(try rows.rows(of: [.tensor(batch)]) == [[3, 4, 5], [9, 10, 11]])
    let flat = try Tensor((0..<6).map { Float($0) }, shape: [2, 3])
    #expect(try rows.rows(of: [.tensor(flat)]) == [[0, 1, 2], [3, 4, 5]])
    let other = try plan(rank: [.unknown])
    #expect(try other.rows(of: [.tensor(flat)]) == [[3, 4, 5]])
    let two = [Value.tensor(try Tensor([Int64(8), 9], shape: [2, 1]))]
    let next = try rows.inputs(after: two, [], choosing: [1, 2])
    #expect(next[0]?.tensor?.integers == [8, 1, 9, 2])
  }

  static let wrong: [(next: String, feed: String, sentence: String)] = [
    ("logits", "present.*=past.*", "--next logits: expected OUTPUT=INPUT"),
    (
      "logit=ids", "present.*=past.*",
      "the model has no output 'logit'; it has 'logits', 'present.0'"
    ),
    ("logits=id", "present.*=past.*", "output 'logits' is for input 'id', which the model lacks."),
    ("logits=ids[:best]", "present.*=past.*", "'best' chooses no token: expected greedy"),
    ("logits=ids:greedy", "present.*=past.*", "stands in brackets: 'logits=ids[:greedy]'."),
    ("logits=ids", "present.*=past", "with a star in both or in neither."),
    ("logits=ids", "present.*=cache.*", "is for input 'cache.0', which the model lacks."),
    ("present.*=past.*", "present.*=past.*", "expected one output and one input."),
  ]

  @Test("by options that name nothing of the model says so", arguments: wrong)
  func refused(next: String, feed: String, sentence: String) {
    var request = request(next)
    request.feeds = [feed]
    let error = #expect(throws: FeedError.self) { _ = try request.plan(for: Self.model) }
    #expect(error?.description.contains(sentence) == true, "\(error?.description ?? "none")")
  }
}
