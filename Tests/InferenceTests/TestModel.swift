import Foundation
import Graphs
import Harness
import Interpreter
import ModelFiles
import Runtimes
import Tensors
import Testing

/// A model that a test writes.
struct TestModel {
  private var graph = GraphProto()

  init() { graph.name = "test" }

  mutating func input(_ name: String, _ dtype: DType, _ dims: [Graphs.Dimension]) {
    graph.inputs.append(ValueInfoProto(name, Self.type(dtype, dims)))
  }

  mutating func output(_ name: String, _ dtype: DType, _ dims: [Graphs.Dimension]) {
    graph.outputs.append(ValueInfoProto(name, Self.type(dtype, dims)))
  }

  mutating func constant(_ name: String, _ tensor: Tensor) {
    graph.initializers.append(TensorProto(name, tensor))
  }

  /// - Returns: the name of the first output.
  @discardableResult mutating func node(
    _ name: String, _ inputs: [String], _ outputs: [String],
    _ attributes: [String: AttributeProto.Value] = [:]
  ) -> String {
    graph.nodes.append(
      NodeProto(
        name, name: outputs[0], inputs: inputs, outputs: outputs,
        attributes: attributes.sorted { $0.key < $1.key }.map { AttributeProto($0.key, $0.value) }))
    return outputs[0]
  }

  var file: ModelFile {
    var file = ModelFile(graph: graph, opset: 23)
    file.irVersion = 11
    return file
  }

  /// The model as commands read one, from a file of a folder that is removed after `body`.
  func withSource<T>(_ body: (ModelSource) async throws -> T) async throws -> T {
    let folder = NSTemporaryDirectory() + "model-\(UUID().uuidString)"
    try Files.makeFolder(folder)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try file.write(to: "\(folder)/model.onnx")
    return try await body(try ModelFileLoader().source("\(folder)/model.onnx"))
  }

  private static func type(_ dtype: DType, _ dims: [Graphs.Dimension]) -> TypeProto {
    let dims = dims.map { dimension in
      switch dimension {
      case .known(let extent): DimensionProto(.value(Int64(extent)))
      case .symbol(let name): DimensionProto(.parameter(name))
      case .unknown: DimensionProto(.unknown)
      }
    }
    return TypeProto(.tensor(dtype.rawValue, dims: dims))
  }
}
