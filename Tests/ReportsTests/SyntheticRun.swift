@testable import Harness

/// A run of `count` cases on two runtimes in which every result is as long as results get.
func syntheticRun(count: Int, failing: (Int) -> Bool = { _ in true }) -> RunReport {
  let records = (0..<count).flatMap { number in
    ["cpu", "vulkan"].map { runtime in
      let suiteCase = SuiteCase(
        id: CaseID(kind: "node", name: "test_operator_with_a_long_name_\(number)_expanded"),
        folder: "/suite", dataSetCount: 1, rtol: 1e-3, atol: 1e-7,
        facets: CaseFacets(
          subject: "Operator\(number % 200)", operators: ["Operator\(number % 200)", "Cast"],
          domains: ["ai.onnx"], opsets: ["ai.onnx": 13 + number % 15], nodeCount: 2,
          inputTypes: ["tensor(float)"], outputTypes: ["tensor(float16)"],
          elementTypes: ["float", "float16"]))
      guard failing(number) else { return CaseRecord(suiteCase, runtime: runtime, .pass) }
      var record = CaseRecord(
        suiteCase, runtime: runtime, .fail(.compare),
        reason: "output 'y' differs in \(number) of 1000 elements; <b>&\"first\" is [\(number)]")
      var comparison = Comparison(
        output: "y", dtype: "float", shape: [10, 10, 10], elements: 1000)
      comparison.compared = 1000
      comparison.mismatches = number + 1
      comparison.maxAbs = .infinity
      let differences = (0..<8).map { offset in
        Difference(
          index: [offset, 3, 7], offset: offset, expected: "-1.23456789e-05",
          found: "\(number).\(offset)", reference: "-1.2345678e-05", abs: 0.123456789,
          rel: 0.00123456, ulp: 123_456_789)
      }
      comparison.first = differences
      comparison.worst = differences
      record.outputs = [comparison]
      record.placement = Placement(device: 2, hostValue: 1, host: ["Cast-13 'c': no kernel"])
      return record
    }
  }
  return RunReport(
    identity: RunIdentity(
      program: RunIdentity.Program(name: "wonnx-conform"), suite: "onnx 1.23.2", stamp: "abc",
      suiteCount: count,
      selectedCount: count,
      runtimes: [.init(name: "cpu", identity: "CPU"), .init(name: "vulkan", identity: "GPU")],
      host: "host", isolation: "worker processes", command: "wonnx-conform",
      runAt: "2026-01-01 00:00:00 UTC", seconds: 1), records: records)
}
