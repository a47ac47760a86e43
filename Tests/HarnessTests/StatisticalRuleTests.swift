import Tensors
import Testing

@testable import Harness

@Suite("StatisticalRule") struct StatisticalRuleTests {
  /// 400 draws at p = 0.25: 100 ones on average, standard deviation √(400 · 0.25 · 0.75) = 8.66, so
  /// 6 of them are 51.96.
  private func mismatch(
    ones: Int, dtype: DType = .float, other: Double? = nil
  ) throws -> Mismatch? {
    var values = Array(repeating: 1.0, count: ones) + Array(repeating: 0.0, count: 400 - ones)
    if let other { values[7] = other }
    return StatisticalRule().judge(
      .tensor(try tensor(dtype, values)),
      expected: .tensor(try tensor(.float, Array(repeating: 0, count: 400))),
      probabilities: try tensor(.float, Array(repeating: 0.25, count: 400)), output: "y"
    ).mismatch
  }

  @Test("accepts counts within six standard deviations", arguments: [49, 100, 151])
  func near(ones: Int) throws { #expect(try mismatch(ones: ones) == nil) }

  @Test("refuses counts outside of them", arguments: [0, 48, 152, 400])
  func far(ones: Int) throws { #expect(try mismatch(ones: ones)?.cause == .compare) }

  @Test("refuses what is neither 0 nor 1, and another type")
  func values() throws {
    #expect(try mismatch(ones: 100, other: 0.5)?.cause == .compare)
    #expect(try mismatch(ones: 100, dtype: .double)?.cause == .dtype)
  }

  @Test(
    "is found by its file's name, and claims Bernoulli however it is written, and a node that draws"
  )
  func catalog() {
    #expect(Set(JudgingRules.summaries.map(\.name)) == ["official", "statistical", "tolerance"])
    func rule(_ operators: [String], subject: String? = nil) -> String {
      JudgingRules.rule(
        for: SuiteCase(
          id: CaseID(kind: "node", name: "test"), folder: "", dataSetCount: 1, rtol: 0, atol: 0,
          facets: CaseFacets(subject: subject, operators: operators))
      ).name
    }
    #expect(rule(["Bernoulli"]) == "statistical")
    #expect(rule(["Cast", "Greater", "RandomUniformLike"]) == "statistical")
    #expect(rule(["Cast", "Less", "RandomUniformLike"], subject: "Bernoulli") == "statistical")
    #expect(rule(["RandomUniformLike"]) == "statistical")
    #expect(rule(["MatMul", "RandomUniformLike"]) == "official")
    #expect(rule(["Cast", "Greater", "MatMul", "RandomUniformLike"]) == "official")
    #expect(rule(["Relu"], subject: "Relu") == "official")
  }
}
