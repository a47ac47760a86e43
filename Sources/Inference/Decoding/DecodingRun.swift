import Harness
package import Runtimes
package import TensorFiles
package import Tensors

/// A decoding loop on one or more runtimes, the first of which leads: all take its tokens, and each its
/// own outputs, so that every step can be compared.
package struct DecodingRun: Sendable {
  private let plan: DecodingPlan
  private let judge: OutputJudge
  private let labelCount: Int?

  /// - Parameter labelCount: of the texts that stand for tokens, as many as scores; `nil` without any.
  package init(_ plan: DecodingPlan, judge: OutputJudge, labelCount: Int? = nil) {
    self.labelCount = labelCount
    self.plan = plan
    self.judge = judge
  }

  package struct Contender: Sendable {
    package let name: String
    package let prepared: any PreparedGraph

    package init(name: String, prepared: any PreparedGraph) {
      self.name = name
      self.prepared = prepared
    }
  }

  /// - Parameters:
  ///   - inputs: of the first step, one a graph input.
  ///   - progress: called with each step's number, from 1.
  /// - Throws: a sentence, with the step's number and the runtime's name.
  package func run(
    _ contenders: [Contender], _ inputs: [Value?], steps: Int, progress: (Int) -> Void = { _ in }
  ) async throws(DecodingFailure) -> DecodingResult {
    var result = DecodingResult(names: contenders.map(\.name))
    var feeds = contenders.map { _ in inputs }
    var ended: Set<Int> = []
    for step in 0..<steps {
      var chosen: [Int] = []
      var leading: [[Double]] = []
      var outputs: [[Value]] = []
      for (place, contender) in contenders.enumerated() {
        let made = try await values(of: contender, feeds[place], step, &result.seconds[place])
        let rows = try plain(contender, step) { () throws(FeedError) in
          try plan.rows(of: made, labelCount)
        }
        let own = rows.enumerated().map { plan.choice.token(of: $1, step: step, row: $0) }
        if place == 0 {
          guard !own.contains(nil) else {
            throw DecodingFailure(contender.name, step, .scores)
          }
          (chosen, leading) = (own.compactMap { $0 }, rows)
        } else {
          result.compare(
            place, step, rows, with: leading, tokens: own, leader: chosen,
            isWithin: judge.isWithin(made, outputs[0], of: plan))
        }
        outputs.append(made)
      }
      result.add(chosen)
      progress(step + 1)
      for (row, token) in chosen.enumerated() where token == plan.stop { ended.insert(row) }
      if ended.count == chosen.count || step + 1 == steps { break }
      for place in contenders.indices {
        feeds[place] = try plain(contenders[place], step) { () throws(FeedError) in
          try plan.inputs(after: feeds[place], outputs[place], choosing: chosen)
        }
      }
    }
    return result
  }

  private func values(
    of contender: Contender, _ inputs: [Value?], _ step: Int, _ seconds: inout [Double]
  ) async throws(DecodingFailure) -> [Value] {
    let start = ContinuousClock.now
    do throws(RuntimeError) {
      let values = try await contender.prepared.run(inputs).outputs
      seconds.append((ContinuousClock.now - start).seconds)
      return values
    } catch { throw DecodingFailure(contender.name, step, .runtime(error)) }
  }

  private func plain<T>(
    _ contender: Contender, _ step: Int, _ body: () throws(FeedError) -> T
  ) throws(DecodingFailure) -> T {
    do throws(FeedError) { return try body() } catch {
      throw DecodingFailure(contender.name, step, .feed(error))
    }
  }
}

/// Why a loop ended before its end.
package struct DecodingFailure: Error, Sendable, CustomStringConvertible {
  package enum Cause: Sendable {
    case runtime(RuntimeError)
    case feed(FeedError)
    /// A score is NaN, or none is finite.
    case scores
  }

  package let runtime: String
  /// From 0.
  package let step: Int
  package let cause: Cause

  init(_ runtime: String, _ step: Int, _ cause: Cause) {
    self.runtime = runtime
    self.step = step
    self.cause = cause
  }

  package var description: String {
    let reason =
      switch cause {
      case .runtime(let error): error.description
      case .feed(let error): error.description
      case .scores: "a score is NaN or infinite, so that no token can be chosen"
      }
    return "\(runtime), step \(step + 1): \(reason)"
  }
}
