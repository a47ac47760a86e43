import Tensors
import Testing

@testable import Reduction

@Suite("A symptom") struct SymptomTests {
  private func symptom(
    _ a: RunOutcome, _ b: RunOutcome, _ nearness: Nearness = .bits
  ) -> Symptom? {
    FoundSymptom.between(a, b, names: ["a", "b"], nearness)?.symptom
  }

  private func values(_ numbers: Float...) -> RunOutcome {
    .values([[.tensor(Tensor(vector: numbers))]], isExact: true)
  }

  private func error(_ sentence: String, _ kind: RunOutcome.Failure.Kind = .error) -> RunOutcome {
    .failure(.init(kind, sentence))
  }

  struct Row: CustomTestStringConvertible {
    let a: [Float]
    let b: [Float]
    let nearness: Nearness
    let kind: Symptom.Kind?
    var testDescription: String { "\(a) and \(b), \(nearness.share.map { "\($0)" } ?? "bits")" }
  }

  static let rows: [Row] = [
    Row(a: [1, 2], b: [1, 2], nearness: .bits, kind: nil),
    Row(a: [.nan], b: [.nan], nearness: .bits, kind: nil),
    Row(a: [1, .nan], b: [1, 2], nearness: .bits, kind: .nan),
    Row(a: [1, .infinity], b: [1, 2], nearness: .usual, kind: .infinity),
    Row(a: [.infinity], b: [-.infinity], nearness: .usual, kind: .infinity),
    Row(a: [1000, 1], b: [1000, 1.5], nearness: .bits, kind: .slight),
    Row(a: [1000, 1], b: [1000, 1.5], nearness: .usual, kind: nil),
    Row(a: [1000, 1], b: [1000, 3], nearness: .usual, kind: .gross),
    Row(a: [0], b: [-0.0], nearness: .bits, kind: .slight),
    Row(a: [1, 2], b: [1], nearness: .usual, kind: .shape),
  ]

  @Test("says how far numbers are apart", arguments: rows)
  func numbers(row: Row) {
    let found = symptom(
      .values([[.tensor(Tensor(vector: row.a))]], isExact: true),
      .values([[.tensor(Tensor(vector: row.b))]], isExact: true), row.nearness)
    #expect(found?.kind == row.kind)
  }

  @Test("says whose process ended, and how")
  func ends() {
    #expect(
      symptom(values(1), error("x", .crash("SIGSEGV"))) == Symptom(.crash("SIGSEGV"), side: 1))
    #expect(symptom(error("x", .hang), values(1)) == Symptom(.hang, side: 0))
    #expect(symptom(error("x"), error("another sentence")) == nil)
    #expect(symptom(error("x"), error("x", .hang))?.kind == .hang)
  }

  @Test("of an error is its sentence without names, numbers and bodies")
  func refusals() {
    let outside = "Softmax-13 'attention': axis 3 is outside -2...1 for an input of rank 2"
    let inside =
      "Softmax-13 'b' in body 'then_branch' of If-21 'c': axis 4 is outside -1...0 for an "
      + "input of rank 1"
    #expect(symptom(values(1), error(outside)) == symptom(values(1), error(inside)))
    #expect(symptom(values(1), error(outside)) != symptom(values(1), error("Softmax-13 'a': no")))
  }

  @Test("that is slight may become gross, and no other another")
  func same() {
    #expect(Symptom(.slight).isShown(by: Symptom(.gross)))
    #expect(!Symptom(.gross).isShown(by: Symptom(.slight)))
    #expect(!Symptom(.nan).isShown(by: Symptom(.gross)))
    #expect(!Symptom(.hang, side: 0).isShown(by: Symptom(.hang, side: 1)))
  }
}
