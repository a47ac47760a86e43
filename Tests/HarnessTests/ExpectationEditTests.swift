import Testing

@testable import Harness

@Suite("An edit of expectations") struct ExpectationEditTests {
  private struct Generator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (state >> 33) ^ (state << 31)
    }
  }

  private static let ids = ["a_1", "a_2", "a_b_1", "a_b_2", "b", "c_1"].map { "node/test_\($0)" }
  private static let runtimes = ["cpu", "cpu+opt", "vulkan", "vulkan@1"]
  private static let statuses: [Status] = [.pass, .fail(.compare), .unsupported, .error(.plan)]

  private static func text(_ random: inout Generator) -> String {
    var text = "# Top.\n"
    for number in 0..<Int.random(in: 0...4, using: &random) {
      let items = (ids + ["node/test_a_*", "node/test_a_b*", "node/*"])
        .shuffled(using: &random).prefix(Int.random(in: 1...3, using: &random))
        .map { "\"\($0)\"" }
      let names = runtimes.shuffled(using: &random)
        .prefix(Int.random(in: 0...2, using: &random)).map { "\"\($0)\"" }
      let statuses = ["pass", "fail", "unsupported", "error:plan"].shuffled(using: &random)
        .prefix(Int.random(in: 1...2, using: &random)).map { "\"\($0)\"" }
      let isLong = Bool.random(using: &random)
      text += "\n# Number \(number).\n[[expect]]\n"
      text +=
        isLong
        ? "case = [\n  \(items.joined(separator: ",  # why\n  "))\n]\n"
        : "case = [\(items.joined(separator: ", "))]\n"
      if !names.isEmpty { text += "runtime = [\(names.joined(separator: ", "))]\n" }
      text += "status = [\(statuses.joined(separator: ", "))]\nreason = \"Number \(number).\"\n"
    }
    return text
  }

  private static func records(_ random: inout Generator, isWhole: Bool) -> [CaseRecord] {
    let names = runtimes.shuffled(using: &random).prefix(Int.random(in: 1...4, using: &random))
    var records: [CaseRecord] = []
    for id in ids where isWhole || Bool.random(using: &random) {
      for name in names {
        let status = statuses.randomElement(using: &random) ?? .pass
        var record = CaseRecord(.test(id), runtime: name, status, reason: "it is \(status)")
        if Int.random(in: 0..<6, using: &random) == 0 { record.outcome = .notRun }
        records.append(record)
      }
    }
    return records
  }

  @Test(
    "makes any run as expected, keeps what it did not show, and then has no more to do",
    arguments: [UInt64(1), 2, 3])
  func anyRun(seed: UInt64) throws {
    var random = Generator(state: seed)
    for round in 0..<40 {
      let text = Self.text(&random)
      let isWhole = round.isMultiple(of: 2)
      let records = Self.records(&random, isWhole: isWhole)
      let source = try Self.source(text)
      let ids = isWhole ? Set(Self.ids) : nil
      let after = try Self.source(ExpectationEdit(records, of: source, ids: ids).text)
      let shown = records.filter { $0.outcome != .notRun }
      for record in shown {
        #expect(
          after.expectations.applied(to: record).outcome == .asExpected,
          "\(record.case) on \(record.runtime):\n\(text)\n->\n\(after.text)")
      }
      for id in Self.ids.map({ SuiteCase.test($0).id }) {
        let entries = source.expectations.all.filter { entry in
          entry.cases.contains { $0.matches(id.description) }
        }
        for name in Set(entries.flatMap(\.runtimes))
        where !shown.contains(where: { $0.case == id && $0.runtime == name }) {
          #expect(
            Self.claim(after, id, name) == Self.claim(source, id, name),
            "\(id) on \(name):\n\(text)\n->\n\(after.text)")
        }
      }
      #expect(try ExpectationEdit(records, of: after, ids: ids).isEmpty)
    }
  }

  /// `nil` for a pass and nothing else, whoever says so.
  private static func claim(
    _ source: ExpectationsSource, _ id: CaseID, _ runtime: String
  ) -> Claim? {
    let entry = source.expectations.entry(for: id, runtime: runtime)
    return entry.flatMap { $0.statuses == ["pass"] ? nil : Claim($0) }
  }

  private static func source(_ text: String) throws -> ExpectationsSource {
    ExpectationsSource(
      path: "x.toml", text: text,
      expectations: Expectations(try ExpectationParser.parse(text, path: "x.toml")))
  }
}
