import Exporter
import GeneratedCases
import Graphs
import Harness
import Interpreter
import ModelFiles
import Runtimes
import Tensors

/// Runs a graph on each of several runtimes, the first of which is the measure.
struct FuzzTrial: Sendable {
  private let runtimes: [any Runtime]
  /// Where graphs lie as files.
  private let scratch: String

  init(_ runtimes: [any Runtime], scratch: String) {
    self.runtimes = runtimes
    self.scratch = scratch
  }

  /// The first difference between the first runtime and another one.
  func difference(of fed: FedGraph) async -> FuzzDifference? {
    guard let source = source(fed) else { return nil }
    let first = await outcome(of: source, fed, on: runtimes[0])
    for other in runtimes.dropFirst() {
      let second = await outcome(of: source, fed, on: other)
      if let what = FuzzOutcome.difference(first, second, isOwn: other.takesGraphs) {
        return FuzzDifference(
          fed: fed, runtimes: [runtimes[0].name, other.name], what: what,
          outputs: first.outputs ?? [])
      }
    }
    return nil
  }

  /// The same difference in a graph that no step makes smaller.
  func shrunk(_ difference: FuzzDifference) async -> FuzzDifference {
    let pair = FuzzTrial(
      runtimes.filter { difference.runtimes.contains($0.name) }, scratch: scratch)
    let shrinking = GraphShrinking { fed in
      await Self.values(of: fed)
    } shows: { fed in
      await pair.difference(of: fed)?.what.kind == difference.what.kind
    }
    let small = await shrinking.smallest(of: difference.fed)
    return await pair.difference(of: small) ?? difference
  }

  private func outcome(
    of source: ModelSource, _ fed: FedGraph, on runtime: any Runtime
  ) async -> FuzzOutcome {
    do throws(RuntimeError) {
      let prepared = try await runtime.prepare(source)
      let result = try await prepared.run(fed.inputs)
      return .values(result.outputs, isExact: prepared.changes?.isExact ?? true)
    } catch { return FuzzOutcome(error) }
  }

  /// The graph as a file, so that each runtime reads it as it reads any.
  private func source(_ fed: FedGraph) -> ModelSource? {
    let path = "\(scratch)/model.onnx"
    guard let file = try? exportModel(fed.graph), (try? file.write(to: path)) != nil else {
      return nil
    }
    return try? ModelFileLoader().source(path)
  }

  /// What each node gives.
  private static func values(of fed: FedGraph) async -> [ValueID: Value]? {
    var all = fed.graph
    all.outputs = all.nodes.flatMap(\.outputs).compactMap { $0 }
    guard let prepared = try? await Interpreter().prepare(all),
      let result = try? await prepared.run(fed.inputs)
    else { return nil }
    return Dictionary(zip(all.outputs, result.outputs), uniquingKeysWith: { first, _ in first })
  }
}

/// What a runtime made of a graph.
enum FuzzOutcome: Sendable {
  case values([Value], isExact: Bool)
  /// The runtime says that it does not do something.
  case unsupported
  /// The status of a failure, and the sentence.
  case failure(String, String)

  init(_ error: RuntimeError) {
    switch error {
    case .unsupported: self = .unsupported
    case .node(let node):
      if case .unsupported = node.reason {
        self = .unsupported
      } else {
        self = .failure("error", error.description)
      }
    case .foreign(_, let text)
    where text.contains("NOT_IMPLEMENTED") || text.contains("NotImplemented"):
      self = .unsupported
    case .crash(let signal, _): self = .failure("crash \(signal)", error.description)
    case .timeout: self = .failure("timeout", error.description)
    default: self = .failure("error", error.description)
    }
  }

  var outputs: [Value]? { if case .values(let values, _) = self { values } else { nil } }

  /// How the second differs from the first; `nil` where it does not, or says that it does not do it.
  static func difference(
    _ first: FuzzOutcome, _ second: FuzzOutcome, isOwn: Bool
  ) -> FuzzDifference.What? {
    switch (first, second) {
    case (.unsupported, _), (_, .unsupported): return nil
    case (.failure(let a, _), .failure(let b, _)) where a == b: return nil
    case (.failure(_, let text), _): return .init(kind: "only the second runs", text: text)
    case (_, .failure(let kind, let text)): return .init(kind: kind, text: text)
    case (.values(let a, _), .values(let b, let isExact)):
      for (place, (x, y)) in zip(a, b).enumerated() {
        let agree = isOwn && isExact ? BitsDigest.of([x]) == BitsDigest.of([y]) : x.isNear(y)
        if !agree {
          return .init(kind: "values", text: "output \(place) of \(x.kind.name) differs")
        }
      }
      return a.count == b.count
        ? nil : .init(kind: "count", text: "\(a.count) and \(b.count) outputs")
    }
  }
}

extension Value {
  /// Whether each element is off by at most a thousandth of the largest.
  fileprivate func isNear(_ other: Value) -> Bool {
    guard let a = tensor, let b = other.tensor, let x = a.doubles, let y = b.doubles else {
      return BitsDigest.of([self]) == BitsDigest.of([other])
    }
    guard a.dtype == b.dtype, a.shape == b.shape else { return false }
    let largest = x.reduce(0) { $1.isFinite ? max($0, $1.magnitude) : $0 }
    return zip(x, y).allSatisfy { x, y in
      x == y || (x.isNaN && y.isNaN) || (x - y).magnitude <= 1e-3 * largest
    }
  }
}

/// A graph on which two runtimes differ.
struct FuzzDifference: Sendable {
  struct What: Sendable {
    let kind: String
    let text: String
  }

  let fed: FedGraph
  let runtimes: [String]
  let what: What
  /// The first runtime's, where it has any.
  let outputs: [Value]

  var sentence: String {
    let nodes = fed.graph.nodes.map { "\($0.operatorName)-\($0.opset)" }.joined(separator: " → ")
    return "\(runtimes.joined(separator: " and ")): \(what.kind): \(nodes): \(what.text)"
  }

  /// Writes the graph as a case whose expected values are the first runtime's.
  func write(into folder: String) throws(Failure) {
    do {
      let data = "\(folder)/test_data_set_0"
      try Files.makeFolder(data)
      try exportModel(fed.graph).write(to: "\(folder)/model.onnx")
      for (place, value) in fed.inputs.enumerated() {
        try value.write(to: "\(data)/input_\(place).pb")
      }
      for (place, value) in outputs.enumerated() {
        try value.write(to: "\(data)/output_\(place).pb")
      }
    } catch { throw Failure(.infrastructure, "\(folder) can't be written: \(error)") }
  }
}
