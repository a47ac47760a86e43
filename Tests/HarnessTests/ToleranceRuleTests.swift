import Tensors
import Testing

@testable import Harness

/// Expected verdicts are worked by hand from `|a - e| <= max(atol, share · max |e|)`.
@Suite("ToleranceRule") struct ToleranceRuleTests {
  private static let official = CaseTolerances.official(rtol: 1e-3, atol: 1e-7)

  private func judgement(
    _ found: [Double], _ expected: [Double], _ tolerance: OutputTolerance, _ dtype: DType = .float,
    shape: Shape? = nil
  ) throws -> Judgement {
    ToleranceRule(suiteCase(CaseTolerances([.init(tolerance)], own: Self.official))).judge(
      JudgedOutput(
        name: "y", found: .tensor(try tensor(dtype, found, shape)),
        expected: .tensor(try tensor(dtype, expected, shape))))
  }

  struct Row: CustomTestStringConvertible {
    let found: [Double], expected: [Double], passes: Bool, measure: Double?
    init(_ found: [Double], _ expected: [Double], _ passes: Bool, _ measure: Double?) {
      (self.found, self.expected, self.passes, self.measure) = (found, expected, passes, measure)
    }
    var testDescription: String { "\(found) for \(expected)" }
  }

  /// The share is 1/4 and atol 1/8; every number here is exact in float16.
  static let rows: [Row] = [
    // max |e| = 8, so each may be 2 off, those near zero too.
    Row([8, 2], [8, 0], true, 0.25), Row([8, 2.5], [8, 0], false, 0.3125),
    Row([-6, 1], [-8, 1], true, 0.25), Row([-5, 1], [-8, 1], false, 0.375),
    // atol is the least bound, and all that an output of zeros has.
    Row([0.375], [0.25], true, 0.5), Row([0.5], [0.25], false, 1),
    Row([0.125], [0], true, nil), Row([0.25], [0], false, nil), Row([0], [-0.0], true, nil),
    // Infinities and NaN must match, and are no largest number.
    Row([.infinity, 3], [.infinity, 2], false, 0.5),
    Row([.infinity, 2.5], [.infinity, 2], true, 0.25),
    Row([8, .infinity], [8, 7], false, 0), Row([8, 7], [8, .infinity], false, 0),
    Row([.infinity], [-.infinity], false, nil), Row([8, .nan], [8, .nan], true, 0),
    Row([8, 0], [8, .nan], false, 0), Row([8, .nan], [8, 0], false, 0),
  ]

  @Test(
    "holds each element against the largest", arguments: rows, [DType.float16, .float, .double])
  func relativeToLargest(row: Row, dtype: DType) throws {
    let tolerance = OutputTolerance(atol: 0.125, relativeToLargest: 0.25)
    let verdict = try judgement(row.found, row.expected, tolerance, dtype)
    #expect((verdict.mismatch == nil) == row.passes)
    #expect(verdict.comparisons.first?.relativeToLargest == row.measure)
    #expect(verdict.comparisons.first?.compared == row.expected.count)
  }

  @Test("needs an output of zeros to be zeros where atol is 0")
  func zeros() throws {
    let tolerance = OutputTolerance(atol: 0, relativeToLargest: 0.5)
    #expect(try judgement([0, 0], [0, 0], tolerance).mismatch == nil)
    #expect(try judgement([0, 1e-30], [0, 0], tolerance).mismatch?.cause == .compare)
  }

  @Test("asks an output without elements for its shape and type")
  func empty() throws {
    let tolerance = OutputTolerance(atol: 0, relativeToLargest: 0.5)
    #expect(try judgement([], [], tolerance, shape: [0, 2]).mismatch == nil)
    let shapes = ToleranceRule(suiteCase(CaseTolerances([.init(tolerance)], own: Self.official)))
      .judge(
        JudgedOutput(
          name: "y", found: .tensor(try tensor(.float, [], [2, 0])),
          expected: .tensor(try tensor(.float, [], [0, 2]))))
    #expect(shapes.mismatch?.cause == .shape)
  }

  @Test("takes integers as numbers, strings and truth values as they are")
  func otherTypes() throws {
    let tolerance = OutputTolerance(atol: 0, relativeToLargest: 0.01)
    // 1 of 200 is half a hundredth; 3 are too much.
    #expect(try judgement([200, 6], [200, 5], tolerance, .uint8).mismatch == nil)
    #expect(try judgement([200, 8], [200, 5], tolerance, .uint8).mismatch != nil)
    let rule = ToleranceRule(suiteCase(CaseTolerances([.init(tolerance)], own: Self.official)))
    func differs(_ found: Tensor, _ expected: Tensor) -> Bool {
      rule.judge(JudgedOutput(name: "y", found: .tensor(found), expected: .tensor(expected)))
        .mismatch != nil
    }
    #expect(differs(Tensor(vector: [true]), Tensor(vector: [false])))
    #expect(differs(Tensor(vector: ["a"]), Tensor(vector: ["b"])))
    // The modulus of 300+400i is 500, and a hundredth of it 5.
    let e = Tensor(vector: [Complex64(300, 400)])
    #expect(!differs(Tensor(vector: [Complex64(303, 404)]), e))
    #expect(differs(Tensor(vector: [Complex64(304, 404)]), e))
  }

  @Test("lets an output's element type decide, the first entry that speaks of it")
  func byType() throws {
    let tolerances = CaseTolerances(
      [
        .init(dtypes: ["float16"], OutputTolerance(atol: 0, relativeToLargest: 0.5)),
        .init(dtypes: ["float16", "double"], OutputTolerance(rtol: 0.25, atol: 0)),
        .init(OutputTolerance(atol: 0)),
      ], own: Self.official)
    #expect(tolerances["float16"].relativeToLargest == 0.5)
    #expect(tolerances["double"].rtol == 0.25)
    #expect(tolerances["int64"] == OutputTolerance(atol: 0))
    #expect(
      tolerances.description
        == "float16: |a − e| ≤ 0.5 · max |e|; float16, double: |a − e| ≤ 0.0 + 0.25 · |e|; "
        + "others: a = e")
    let text = try JSONLine.encode(tolerances)
    #expect(try JSONLine.decode(CaseTolerances.self, text) == tolerances)
  }

  @Test("judges by a run's numbers for every type, and keeps what the run leaves out")
  func request() {
    let suite = suiteCase(
      CaseTolerances(
        [.init(dtypes: ["float"], OutputTolerance(atol: 1e-3, relativeToLargest: 0.1))],
        own: Self.official))
    let loose = ToleranceRequest(rtol: 0.25).applied(to: suite)
    #expect(loose.tolerances?["float"] == OutputTolerance(rtol: 0.25, atol: 1e-3))
    #expect(loose.tolerances?["int8"] == OutputTolerance(rtol: 0.25, atol: 1e-7))
    let floor = ToleranceRequest(atol: 0.5).applied(to: suite)
    #expect(floor.tolerances?["float"] == OutputTolerance(atol: 0.5, relativeToLargest: 0.1))
    #expect(ToleranceRequest().applied(to: suite) == suite)
    #expect(JudgingRules.rule(for: loose).name == "tolerance" && loose.digest != suite.digest)
    #expect(ToleranceRequest(rtol: 0.25, atol: 0).description == "--rtol 0.25 --atol 0.0")
  }

  @Test(
    "leaves bfloat16 its two ULPs where nobody says an rtol, and takes them where somebody does")
  func bfloat16() throws {
    // One ULP of 1 is 2⁻⁷.
    func passes(_ request: ToleranceRequest) throws -> Bool {
      let plain = SuiteCase(
        id: CaseID(kind: "real", name: "net"), folder: "", dataSetCount: 1, rtol: 1e-3, atol: 1e-7,
        facets: CaseFacets())
      return ToleranceRule(request.applied(to: plain)).judge(
        JudgedOutput(
          name: "y", found: .tensor(try tensor(.bfloat16, [1.0078125])),
          expected: .tensor(try tensor(.bfloat16, [1])))
      ).mismatch == nil
    }
    #expect(try passes(ToleranceRequest(atol: 0)))
    #expect(try !passes(ToleranceRequest(rtol: 1e-3)))
    #expect(try !passes(ToleranceRequest(rtol: 0, atol: 0)))
    #expect(try passes(ToleranceRequest(relativeToLargest: 0x1p-7)))
  }

  static let objections: [(ToleranceRequest, String?)] = [
    (ToleranceRequest(rtol: 0, atol: 0), nil),
    (
      ToleranceRequest(rtol: 0.1, relativeToLargest: 0.1),
      "says both --rtol and --relative-to-largest, expected one of them"
    ),
    (ToleranceRequest(rtol: 1), "says --rtol 1.0, expected 0 or more and less than 1"),
    (
      ToleranceRequest(relativeToLargest: -.infinity),
      "says --relative-to-largest -inf, expected 0 or more and less than 1"
    ),
    (ToleranceRequest(atol: .nan), "says --atol nan, expected 0 or more"),
  ]

  @Test("refuses numbers that judge nothing", arguments: objections)
  func objection(request: ToleranceRequest, sentence: String?) {
    #expect(request.objection(prefix: "--") == sentence)
  }

  private func suiteCase(_ tolerances: CaseTolerances) -> SuiteCase {
    SuiteCase(
      id: CaseID(kind: "real", name: "net"), folder: "", dataSetCount: 1, rtol: 1e-3, atol: 1e-7,
      facets: CaseFacets(), digest: "d", tolerances: tolerances)
  }
}
