import Tensors
import Testing

@testable import Harness

@Suite("Comparing bits") struct BitsCheckTests {
  /// - Parameter zeroed: what `a` gives where subnormal numbers are zero.
  private func counted(
    _ a: Value, _ b: Value, zeroed: Value? = nil
  ) throws -> BitsComparison {
    let folder = try TemporaryFolder()
    let other = try TemporaryFolder()
    let flushed = try zeroed.map { try AgreementCheckTests.kept([("a", $0)], in: other).0 }
    let (values, suiteCase, loader) = try AgreementCheckTests.kept(
      [("a", a), ("b", b)], in: folder)
    let comparison = BitsComparison(
      record(suiteCase, "a", bits: "1"), record(suiteCase, "b", bits: "2"))
    return BitsCheck(values, flushed: flushed, loader: loader).counted(comparison, of: suiteCase)
  }

  private func record(_ suiteCase: SuiteCase, _ runtime: String, bits: String?) -> CaseRecord {
    var record = CaseRecord(
      suiteCase, runtime: runtime, bits == nil ? .unsupported : .pass,
      reason: bits == nil ? "operator X is not supported" : nil)
    record.bits = bits
    return record
  }

  @Test("counts elements that differ in one bit, and names the first")
  func elements() throws {
    let found = try counted(vector(2, 3, 4), vector(2, Float(3).nextUp, Float(4).nextDown))
    #expect((found.elements, found.differing) == (3, 2))
    let reason = try #require(found.reason)
    #expect(reason.contains("[1] is 3.0 and 3.0000002"))
  }

  @Test("tells zeros by their sign, and no NaN from another")
  func zeros() throws {
    let nan = Float(nan: 5, signaling: false)
    let found = try counted(vector(0, .nan), vector(-0.0, -nan))
    #expect(found.differing == 1 && found.reason?.contains("[0] is 0.0 and -0.0") == true)
  }

  @Test("excuses what one takes for zero because it is subnormal, and nothing beside it")
  func flushed() throws {
    let excused = try counted(vector(0x1p-140, 2), vector(0, 2), zeroed: vector(0, 2))
    #expect(excused.outcome == .flushed && excused.isFine)
    #expect((excused.differing, excused.flushed, excused.reason) == (0, 1, nil))
    let other = try counted(vector(0x1p-140, 2), vector(0, 3), zeroed: vector(0, 2))
    #expect(other.outcome == .different && (other.differing, other.flushed) == (1, 1))
    #expect(other.reason?.contains("[1] is 2.0 and 3.0") == true)
    let wrong = try counted(vector(0x1p-140, 2), vector(0, 2), zeroed: vector(-0.0, 2))
    #expect(wrong.outcome == .different && (wrong.differing, wrong.flushed) == (1, 0))
  }

  @Test("holds types and shapes against each other")
  func kinds() throws {
    let found = try counted(vector(2, 3), .tensor(Tensor(vector: [2.0, 3.0] as [Double])))
    #expect(found.elements == 0 && found.reason?.contains("is float [2] and double [2]") == true)
  }

  @Test("needs no values where digests are equal, and says who has none")
  func digests() {
    let suiteCase = SuiteCase.test("node/test_a", folder: "")
    func outcome(_ a: String?, _ b: String?) -> BitsComparison {
      BitsComparison(record(suiteCase, "a", bits: a), record(suiteCase, "b", bits: b))
    }
    #expect(outcome("1", "1").outcome == .equal)
    #expect(outcome("1", "2").outcome == .different)
    #expect(outcome(nil, nil).isFine)
    let oneSided = outcome("1", nil)
    #expect(oneSided.outcome == .oneSided && !oneSided.isFine)
    #expect(oneSided.reason == "b has no values: operator X is not supported")
  }
}
