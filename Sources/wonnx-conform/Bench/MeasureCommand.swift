import ArgumentParser
import Graphs
import Harness
import ModelFiles
import Runtimes
import Tensors

/// Measures one runtime on one model and prints a ``Measurement``; not for people.
struct MeasureCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "measure", shouldDisplay: false)

  @Argument var folder: String?
  @Option var matmul: Int?
  @Option var runs = 5
  @Option var runtime = "cpu"
  @Option var device: String?
  @Option var set: [String] = []

  func validate() throws {
    try BenchLimits.check([
      NumberOption("runs", runs, in: BenchLimits.counts),
      NumberOption("matmul", matmul ?? 1, in: BenchLimits.sizes),
    ])
  }

  func run() async throws {
    var measurement = Measurement()
    do { try await measure(&measurement) } catch let failure as Failure {
      measurement.reason = failure.sentence
    } catch { measurement.reason = "\(error)" }
    print(try JSONLine.encode(measurement))
  }

  private func measure(_ measurement: inout Measurement) async throws {
    let runtime = try RuntimeFactory(precision: .native, device: device, requiresGPU: false)
      .make(runtime)
    measurement.peer = runtime.identity
    var prepared: (any PreparedGraph)?
    var graph = Graph()
    let load = try await Measurement.milliseconds {
      graph = try subject.graph(setting: try ExtentOption.extents(set))
    }
    let prepare = try await Measurement.milliseconds { prepared = try await runtime.prepare(graph) }
    guard let prepared else { return }
    let optimize = prepared.optimizationSeconds * 1000
    measurement.createMilliseconds = load + prepare
    measurement.optimizeMilliseconds = prepared.changes == nil ? nil : optimize
    measurement.planMilliseconds = prepare - optimize
    let inputs = try subject.inputs(of: graph)
    measurement.firstMilliseconds = try await Measurement.milliseconds {
      _ = try await prepared.run(inputs)
    }
    try await measurement.time(runs: runs) { _ = try await prepared.run(inputs) }
  }

  private var subject: Subject { matmul.map { .matmul($0) } ?? .folder(folder ?? ".") }
}

/// `Y = A × B` of two square float32 matrices.
enum SquareProduct {
  static var model: ModelFile {
    var graph = GraphProto()
    let matrix = TypeProto(.tensor(DType.float.rawValue, dims: nil))
    graph.name = "matmul"
    graph.nodes = [NodeProto("MatMul", inputs: ["A", "B"], outputs: ["Y"])]
    graph.inputs = [ValueInfoProto("A", matrix), ValueInfoProto("B", matrix)]
    graph.outputs = [ValueInfoProto("Y", matrix)]
    return ModelFile(graph: graph, opset: 13)
  }

  /// Two matrices of numbers in -0.5..<0.5, the same in every run.
  static func inputs(size: Int) throws -> [Value?] {
    var state: UInt32 = 1
    func matrix() throws -> Value {
      let values = (0..<size * size).map { _ -> Float in
        state = state &* 1_664_525 &+ 1_013_904_223
        return Float(state >> 8) / 16_777_216 - 0.5
      }
      return .tensor(try Tensor(values, shape: [size, size]))
    }
    return [try matrix(), try matrix()]
  }
}
