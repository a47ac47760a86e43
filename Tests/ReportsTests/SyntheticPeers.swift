@testable import Harness

/// A run beside other people's runtimes, some of whose values differ.
struct SyntheticPeers {
  static let names = [
    "cpu", "cpu+opt", "vulkan", "vulkan@1+opt", "onnxruntime", "tract",
    "a-runtime.of_my_own1", "onnx",
  ]

  var history = SyntheticHistory(runtimes: Self.names)
  /// Every so many cases one runtime is alone, or the suite's value is in the minority.
  var loneStride = 9
  var minorityStride = 40

  func report() -> RunReport {
    var report = history.report()
    for place in report.identity.runtimes.indices where place >= 4 {
      let name = report.identity.runtimes[place].name
      report.identity.runtimes[place].profile = Self.profile(name)
      report.identity.runtimes[place].request = "\(name)=exec:./\(name) --threads 2"
      report.identity.runtimes[place].identity = "\(name) 1.2.3"
      (report.identity.runtimes[place].device, report.identity.runtimes[place].driver) = (nil, nil)
    }
    let foreign = Set(report.identity.runtimes.filter { $0.profile != nil }.map(\.name))
    for index in report.records.indices {
      let record = report.records[index]
      if foreign.contains(record.runtime) { report.records[index].placement = nil }
      guard record.status == .pass else { continue }
      // Our four have the same bits, each other runtime has its own.
      let place = Self.names.firstIndex(of: record.runtime) ?? 0
      report.records[index].bits = "\(record.case) \(place < 4 ? 0 : place)"
    }
    report.agreements = Dictionary(grouping: report.records, by: \.case).compactMap { id, records in
      agreement(id, records.filter { $0.bits != nil }.map(\.runtime))
    }.sorted { $0.case < $1.case }
    return report
  }

  private func agreement(_ id: CaseID, _ runtimes: [String]) -> Agreement? {
    let parties = [Agreement.expected] + runtimes
    guard let number = id.name.split(separator: "_").last.flatMap({ Int($0) }) else { return nil }
    if number % minorityStride == 1 {
      return Agreement(case: id, parties: parties, apart: runtimes.map { pair("expected", $0) })
    }
    guard number % loneStride == 2 else { return nil }
    let lone = Self.names[number / loneStride % Self.names.count]
    guard runtimes.contains(lone) else { return nil }
    let apart = parties.filter { $0 != lone }.map { other in
      Self.names.firstIndex(of: other) ?? -1 < Self.names.firstIndex(of: lone) ?? 0
        ? pair(other, lone) : pair(lone, other)
    }
    return Agreement(case: id, parties: parties, apart: apart)
  }

  private func pair(_ a: String, _ b: String) -> Agreement.Pair {
    .init(a: a, b: b, reason: "output 'y' [0, 3, 7] is 1.25 of the first and 1.5 of <b>\(b)</b>")
  }

  static func profile(_ name: String) -> RuntimeProfile {
    RuntimeProfile(
      connection: name == "onnx" ? "onnx" : "exec:./\(name) --threads 2",
      digest: String(repeating: "0123456789abcdef", count: 4), runtime: name, version: "1.2.3",
      homepage: "https://example.org/\(name)", issues: "javascript:alert(1)",
      domains: ["ai.onnx": [1, 23], "ai.onnx.ml": [1, 5]],
      types: ["bool", "float", "float16", "int64"], features: ["control-flow", "strings"],
      operators: ["ai.onnx.ml": ["Scaler", "TreeEnsemble"]],
      lacks: [
        .init(operator: "ai.onnx:Loop", reason: "no <loops>", issue: "https://example.org/7"),
        .init(operator: "ai.onnx:Scan", reason: "not yet"),
      ], details: ["threads": "2"])
  }
}
