import Harness
import Tensors

/// What two runtimes differ in, without what is peculiar to one graph: equal symptoms are taken for one
/// fault.
package struct Symptom: Sendable, Hashable {
  package enum Kind: Sendable, Hashable {
    /// An element is a NaN on one side alone.
    case nan
    /// An element is infinite on one side alone, or has the other sign of it.
    case infinity
    /// Numbers are further apart than a thousandth of the output's largest.
    case gross
    /// Numbers, strings or other elements differ, numbers by less.
    case slight
    case shape, type, count
    case crash(String)
    case hang, memory
    /// A run gives something else behind another one in one prepared graph than by itself.
    case stale
    /// One side says that it does not run it; the sentence without names and numbers.
    case refusal(String)
  }
  package let kind: Kind
  /// Of the two runtimes the one that gives no values; `nil` where both do.
  package let side: Int?

  package init(_ kind: Kind, side: Int? = nil) {
    self.kind = kind
    self.side = side
  }

  /// Whether a smaller graph's symptom is taken for this one: it is the same, or a slight difference of
  /// numbers became a gross one, which what follows a fault often hides. Never the other way.
  package func isShown(by other: Symptom) -> Bool {
    other == self || kind == .slight && other.kind == .gross
  }
}

/// A difference, and what to say of it.
package struct FoundSymptom: Sendable {
  package let symptom: Symptom
  /// The data set that shows it.
  package let set: Int
  /// The output, where values differ.
  package let output: Int?
  package let sentence: String
}

/// How near two runtimes' numbers have to be.
package struct Nearness: Sendable {
  /// A share of the output's largest number; `nil` where every bit counts.
  package let share: Double?

  package init(share: Double?) { self.share = share }

  package static let bits = Nearness(share: nil)
  /// What runtimes that sum in another order keep to, but for whole networks in half precision.
  package static let usual = Nearness(share: 1e-3)
}

extension FoundSymptom {
  /// The first difference between two runtimes' outcomes; `nil` where there is none.
  ///
  /// - Parameters:
  ///   - names: of the runtimes.
  ///   - countsUnsupported: whether it is a difference that one side says that it does not do it.
  package static func between(
    _ first: RunOutcome, _ second: RunOutcome, names: [String], _ nearness: Nearness,
    countsUnsupported: Bool = true
  ) -> FoundSymptom? {
    switch (first, second) {
    case (.values(let a, _), .values(let b, _)):
      for (set, (x, y)) in zip(a, b).enumerated() {
        if let found = between(x, y, set: set, nearness) { return found }
      }
      return nil
    case (.unsupported, .unsupported), (.lost, _), (_, .lost): return nil
    case (.failure(let a), .failure(let b)) where a.kind == b.kind: return nil
    case (.unsupported(let text), _):
      return countsUnsupported ? refusal(text, side: 0, names) : nil
    case (_, .unsupported(let text)):
      return countsUnsupported ? refusal(text, side: 1, names) : nil
    case (_, .failure(let failure)): return self.failure(failure, side: 1, names)
    case (.failure(let failure), _): return self.failure(failure, side: 0, names)
    }
  }

  private static func refusal(_ text: String, side: Int, _ names: [String]) -> FoundSymptom {
    FoundSymptom(
      symptom: Symptom(.refusal(kind(of: text)), side: side), set: 0, output: nil,
      sentence: "\(names[side]) does not run it: \(text)")
  }

  private static func failure(
    _ failure: RunOutcome.Failure, side: Int, _ names: [String]
  ) -> FoundSymptom {
    let symptom: Symptom.Kind =
      switch failure.kind {
      case .error: .refusal(kind(of: failure.sentence))
      case .crash(let signal): .crash(signal)
      case .hang: .hang
      case .memory: .memory
      case .stale: .stale
      }
    return FoundSymptom(
      symptom: Symptom(symptom, side: side), set: 0, output: nil,
      sentence: "\(names[side]): \(failure.sentence)")
  }

  private static let longestSentence = 200

  /// The sentence's first line without names, numbers, and the bodies around a node.
  private static func kind(of sentence: String) -> String {
    let line = sentence.split(separator: "\n").first.map(String.init) ?? ""
    var text = Signature(line).text
    while let start = text.ranges(of: " in body '…' of ").first,
      let end = text[start.upperBound...].ranges(of: "'…'").first
    {
      text.removeSubrange(start.lowerBound..<end.upperBound)
    }
    return String(text.prefix(longestSentence))
  }

  private static func between(
    _ a: [Value], _ b: [Value], set: Int, _ nearness: Nearness
  ) -> FoundSymptom? {
    guard a.count == b.count else {
      return FoundSymptom(
        symptom: Symptom(.count), set: set, output: nil,
        sentence: "\(a.count) and \(b.count) outputs")
    }
    for (place, (x, y)) in zip(a, b).enumerated() {
      guard let (kind, sentence) = OutputSymptom(x, y, nearness).found else { continue }
      return FoundSymptom(
        symptom: Symptom(kind), set: set, output: place, sentence: "output \(place) \(sentence)")
    }
    return nil
  }
}
