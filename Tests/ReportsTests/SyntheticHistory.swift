@testable import Harness

/// A run with the runs before it, mostly passing, as long nights of a project are.
struct SyntheticHistory {
  var caseCount = 120
  var runtimes = ["cpu", "cpu+opt", "vulkan", "vulkan@1+opt"]
  var runCount = 30
  /// Every so many results fail, with all the details that failures have.
  var failureStride = 41
  /// How often a failure is a flake; 0 for never.
  var flakeStride = 3

  private static let operators = [
    "Abs", "Add", "AveragePool", "BatchNormalization", "Bernoulli", "Cast", "Clip", "Conv",
    "DequantizeLinear", "Erf", "Gather", "Gelu", "Gemm", "GRU", "LayerNormalization", "LSTM",
    "MatMul", "MaxPool", "Pow", "ReduceSum", "Resize", "Softmax", "TopK", "Where",
  ]
  private static let types = ["float", "float16", "double", "int64", "bfloat16", "uint8"]

  func suiteCase(_ number: Int) -> SuiteCase {
    let operation = Self.operators[number % Self.operators.count]
    let type = Self.types[number / Self.operators.count % Self.types.count]
    let kind = number % 40 == 7 ? "real" : number % 20 == 3 ? "simple" : "node"
    return SuiteCase(
      id: CaseID(kind: kind, name: "test_\(operation.lowercased())_\(type)_\(number)"),
      folder: "/suite", dataSetCount: 1, rtol: number % 60 == 11 ? 0.02 : 1e-3, atol: 1e-7,
      facets: CaseFacets(
        subject: operation, operators: [operation], domains: ["ai.onnx"],
        opsets: ["ai.onnx": 9 + number % 15], nodeCount: 1 + number % 3,
        inputTypes: ["tensor(\(type))"], outputTypes: ["tensor(\(type))"], elementTypes: [type]),
      digest: Digest.of("case \(number)"))
  }

  func identity(_ run: Int) -> RunIdentity {
    let day = run < 9 ? "0\(run + 1)" : "\(run + 1)"
    return RunIdentity(
      id: "202611\(day)T020000Z-\(String(0xa1b2c3 + run, radix: 16))",
      program: .init(
        name: "wonnx-conform 0.1", build: "release", compiler: "Swift 6.2.1",
        digest: Digest.of("program \(run / 3)")),
      suite: "onnx 1.23.2", stamp: Digest.of("stamp"), suiteCount: caseCount,
      selectedCount: caseCount,
      runtimes: runtimes.map { name in
        name.hasPrefix("vulkan")
          ? .init(
            name: name, identity: "llvmpipe (LLVM 15.0.6, 256 bits), optimised graphs",
            device: "llvmpipe (LLVM 15.0.6, 256 bits)", driver: "llvmpipe Mesa 22.3.6")
          : .init(name: name, identity: "CPU reference interpreter, native precision")
      },
      host: "AMD EPYC, 2 cores, Linux 6.18", isolation: "worker processes",
      command: "wonnx-conform --history nights", runAt: "2026-11-\(day) 02:00:00 UTC",
      seconds: 68.8,
      digests: .init(corpus: "c", selection: "s", expectations: "e", devices: "d"),
      git: GitState(
        commit: Digest.of("commit \(run)").prefix(40).description, isDirty: false,
        isNewerThanProgram: false))
  }

  /// The results of one run, numbered from 0.
  func records(_ run: Int) -> [CaseRecord] {
    let records = (0..<caseCount).flatMap { number -> [CaseRecord] in
      let suiteCase = suiteCase(number)
      return runtimes.indices.map { record(suiteCase, number, $0, run) }
    }
    return RunRecord.sorted(records, identity(run))
  }

  enum Fate { case pass, failure, flake }

  func fate(_ result: Int, _ run: Int) -> Fate {
    guard failureStride > 0, result % failureStride == 1, run >= result % runCount else {
      return .pass
    }
    guard flakeStride > 0, result / failureStride % flakeStride == 0 else { return .failure }
    return (run + result) % 4 == 0 ? .flake : .pass
  }

  /// Some milliseconds, and never twice the same.
  func seconds(_ result: Int, _ run: Int) -> Double {
    var random = UInt64(result &* 7919 &+ run &* 104_729 &+ 12345)
    random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    let noise = Double(random >> 33 & 255) / 1000
    return (0.4 + Double(result % 97) * 0.7) * (0.85 + noise) / 1000
  }

  private func record(_ suiteCase: SuiteCase, _ number: Int, _ place: Int, _ run: Int) -> CaseRecord
  {
    let result = number * runtimes.count + place
    var record =
      switch fate(result, run) {
      case .pass: CaseRecord(suiteCase, runtime: runtimes[place], .pass)
      case .failure: failure(suiteCase, runtimes[place], result)
      case .flake: flake(suiteCase, runtimes[place], result)
      }
    record.seconds = seconds(result, run)
    record.durations.run = record.seconds / 2
    record.durations.replays = Replays([record.seconds / 3, record.seconds / 4])
    if record.outputs.isEmpty {
      var output = Comparison(
        output: "y", dtype: suiteCase.facets.elementTypes[0], shape: [3, 4], elements: 12)
      output.compared = 12
      output.maxULP = result % 11
      output.budget = result % 5 == 0 ? nil : Double(result % 11) / 12
      record.outputs = [output]
    }
    return record
  }

  func failureStatus(_ result: Int) -> Status {
    let statuses: [Status] = [
      .fail(.compare), .unsupported, .crash("SIGSEGV"), .error(.dispatch), .timeout,
    ]
    return statuses[result / max(1, failureStride) % statuses.count]
  }

  private func failure(_ suiteCase: SuiteCase, _ runtime: String, _ result: Int) -> CaseRecord {
    let status = failureStatus(result)
    var record = CaseRecord(
      suiteCase, runtime: runtime, status,
      reason: status == .unsupported
        ? "operator \(suiteCase.facets.operators[0])-21 is not supported"
        : "output 'y' differs in \(result) of 1000 elements; <script>alert('\(result)')</script>")
    record.log = status.endsProcess ? "Fatal: <b>index \(result) out of range</b>" : nil
    record.placement = Placement(device: 2, hostValue: 1, host: ["Cast-13 'c': no kernel"])
    guard status == .fail(.compare) else { return record }
    var output = Comparison(output: "y", dtype: "float", shape: [10, 10, 10], elements: 1000)
    output.compared = 1000
    output.mismatches = result
    output.maxAbs = 0.25
    output.maxULP = 4_000 + result
    output.first = (0..<8).map { offset in
      Difference(
        index: [offset, 3, 7], offset: offset, expected: "-1.23456789e-05",
        found: "\(result).\(offset)", reference: "-1.2345678e-05", abs: 0.123456789,
        rel: 0.00123456, ulp: 123_456_789)
    }
    output.worst = output.first
    record.outputs = [output]
    return record
  }

  private func flake(_ suiteCase: SuiteCase, _ runtime: String, _ result: Int) -> CaseRecord {
    var record = CaseRecord(suiteCase, runtime: runtime, .pass)
    record.attempts = [
      .init(status: .fail(.compare), reason: "output 'y' differs", seconds: 0.01, isAlone: false),
      .init(status: .pass, reason: nil, seconds: 0.008, isAlone: true),
    ]
    record.settleMarks()
    if result % 2 == 1 {
      record.mark(.company)
      record.company = [self.suiteCase(result % caseCount).id, self.suiteCase(3).id]
    }
    return record
  }

  /// The last run as its reports see it.
  func report() -> RunReport {
    let last = finished(runCount - 1)
    var report = RunReport(identity: last.identity, records: last.results)
    report.context.trail = trail(endingIn: last)
    if runCount > 1 {
      report.context.sinceLast = RunDiff(from: finished(runCount - 2), to: last)
    }
    if runCount > 8 {
      report.context.sinceBaseline = RunDiff(from: finished(runCount - 8), to: last)
    }
    report.context.coverage = Coverage(
      standard: "onnx 1.23.2",
      columns: runtimes.map {
        .init(
          runtime: $0, operators: .init(covered: 194, total: 227),
          revisions: .init(covered: 402, total: 560), cells: .init(covered: 901, total: 1638),
          types: .init(covered: 20, total: 26),
          missing: .init(
            operators: ["Gradient", "Optional"], revisions: ["Add-6", "Clip-1"],
            types: ["complex64"]))
      })
    return report
  }

  private func finished(_ run: Int) -> RunRecord {
    RunRecord(identity: identity(run), results: records(run), end: RunEnd())
  }
}
