import Testing

@testable import Harness

@Suite("A suite's file of tolerances") struct TolerancesFileTests {
  private func suite(_ text: String) throws -> Suite {
    let folder = try TemporaryFolder()
    try folder.addCase("real/net_int8")
    try folder.addCase("real/net")
    try folder.write("tolerances.toml", text)
    return try Suite.load(folder.path, loader: TestLoader())
  }

  @Test("says how cases are judged, the first table that speaks of a case and a type first")
  func whole() throws {
    let cases = try suite(
      """
      # Quantised networks are a step off here and there.
      [[tolerance]]
      case = "*_int8"
      dtype = ["f32", "float16"]
      relative-to-largest = 5e-3

      [[tolerance]]
      dtype = "int64"
      rtol = 0
      atol = 0

      [[tolerance]]
      case = ["real/net*"]
      relative-to-largest = 1e-4
      atol = 1e-6
      """
    ).cases
    let net = try #require(cases.first { $0.id.name == "net" }?.tolerances)
    let quantised = try #require(cases.first { $0.id.name == "net_int8" }?.tolerances)
    #expect(quantised["float"] == OutputTolerance(atol: 1e-7, relativeToLargest: 5e-3))
    #expect(net["float"] == OutputTolerance(atol: 1e-6, relativeToLargest: 1e-4))
    #expect(quantised["double"] == net["float"])
    #expect(net["int64"] == OutputTolerance(atol: 0))
    #expect(cases.allSatisfy { JudgingRules.rule(for: $0).name == "tolerance" })
  }

  @Test("leaves cases that it does not speak of to the official rule")
  func others() throws {
    let cases = try suite("[[tolerance]]\ncase = \"real/net\"\nrtol = 0.5\n").cases
    #expect(cases.filter { $0.tolerances != nil }.map(\.id.name) == ["net"])
  }

  static let defects: [(text: String, words: String)] = [
    ("", "'tolerance' is missing"),
    ("tolerance = []", "there is no [[tolerance]] in it"),
    ("[[tolerance]]\nrtoll = 1", "'tolerance[0].rtoll' is not known; there are case, operator"),
    ("[[tolerance]]\ncase = \"real/net\"", "[[tolerance]] 1 says no rtol, atol"),
    ("[[tolerance]]\nrtol = 0.1\nrelative-to-largest = 0.1", "1 says both rtol and relative-to"),
    ("[[tolerance]]\nrtol = 1\n", "says rtol 1.0, expected 0 or more and less than 1"),
    ("[[tolerance]]\natol = -1e-9\n", "says atol -1e-09, expected 0 or more"),
    ("[[tolerance]]\natol = nan\n", "says atol nan, expected 0 or more"),
    ("[[tolerance]]\ncase = []\natol = 0\n", "has an empty list of 'case'"),
    (
      "[[tolerance]]\ndtype = \"flaot\"\natol = 0\n", "which is no element type; the nearest is 'fl"
    ),
    ("[[tolerance]]\natol = 0\n[[tolerance]]\ncase = \"real/nett\"\natol = 0\n", "2: 'real/nett'"),
    ("[[tolerance]]\natol = \"0\"\n", "'tolerance"),
    ("\n[[tolerance]\n", "line 2"),
  ]

  @Test("names what it can't take", arguments: defects)
  func defect(text: String, words: String) {
    let error = #expect(throws: SuiteError.self) { try suite(text) }
    let sentence = error?.description ?? ""
    #expect(sentence.contains("/tolerances.toml: ") && sentence.contains(words), "\(sentence)")
  }

  @Test("names an operator that nobody knows")
  func operators() throws {
    let text = "[[tolerance]]\natol = 0\n[[tolerance]]\noperator = [\"Conv\", \"Covn\"]\natol = 0\n"
    let file = try TolerancesFile(parsing: text, path: "policy.toml")
    try file.check(operators: ["Conv", "Covn"])
    let error = #expect(throws: SuiteError.self) { try file.check(operators: ["Conv", "MatMul"]) }
    #expect(
      error?.description.contains(
        "[[tolerance]] 2: there is no operator 'Covn'; the nearest is 'Conv'") == true)
  }
}
