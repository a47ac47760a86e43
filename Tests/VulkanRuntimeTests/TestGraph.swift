import Foundation
import Graphs
import Operators
import Runtimes
import Shaders
import Tensors
import Testing

@testable import VulkanRuntime

/// The runtimes that tests share: each has a device of its own.
enum TestDevice {
  static let shared = Result { try make() }

  /// The same with the kernels that other devices get, and exact sums of products.
  static let groups = Result {
    try make { ($0.kernels, $0.fused) = (.groups, .exact) }
  }

  static func runtime(_ kernels: KernelStyle = .lanes) throws -> VulkanRuntime {
    switch kernels {
    case .lanes: try shared.get()
    case .groups: try groups.get()
    }
  }

  /// A runtime that validates, whose shaders are the standard ones and those of the tests.
  static func make(_ change: (inout VulkanOptions) -> Void = { _ in }) throws -> VulkanRuntime {
    var options = VulkanOptions()
    options.validates = true
    let standard = ShaderLibrary.standard
    options.shaders = ShaderLibrary(
      standard.paths.compactMap { path in standard[path].map { (path, $0) } } + TestShaders.files)
    change(&options)
    return try VulkanRuntime(options)
  }
}

/// A graph made one node after the other.
struct TestGraph {
  var graph = Graph()
  private var next: Int

  /// - Parameter first: where the graph's identities start; a body's differ from those around it.
  init(from first: Int = 0) { next = first }

  mutating func value() -> ValueID {
    next += 1
    return ValueID(next)
  }

  mutating func input() -> ValueID {
    let id = value()
    graph.inputs.append(id)
    return id
  }

  mutating func constant(_ tensor: Tensor) -> ValueID {
    let id = value()
    graph.constants[id] = .tensor(tensor)
    return id
  }

  mutating func add(
    _ operation: any Operator, _ inputs: [ValueID?], outputs: Int = 1, opset: Int = 13
  ) -> [ValueID] {
    let ids = (0..<outputs).map { _ in value() }
    graph.nodes.append(
      Node(
        name: "n\(graph.nodes.count)", operation: operation, opset: opset, inputs: inputs,
        outputs: ids))
    return ids
  }

  /// Adds a standard operator with one output.
  mutating func add(_ name: String, _ inputs: [ValueID?]) throws -> ValueID {
    try add(name, inputs, outputs: 1)[0]
  }

  /// Adds a standard operator.
  mutating func add(
    _ name: String, _ inputs: [ValueID?], outputs: Int,
    _ attributes: [String: AttributeValue] = [:], domain: String = "", opset: Int = 13
  ) throws -> [ValueID] {
    let type = try #require(OperatorCatalog.standard.find(name, domain: domain))
    let revision = try #require(type.schema.revision(at: opset))
    let node = try NodeReader(
      opset: opset, revision: revision, inputCount: inputs.count, outputCount: outputs,
      given: attributes)
    return add(try type.init(node), inputs, outputs: outputs, opset: opset)
  }
}

/// An operator whose GPU work a test writes down.
struct Recipe: Operator {
  static let schema = OperatorSchema("Recipe", inputs: [], outputs: [], history: [.since(1)])
  static let tolerance = Tolerance.exact

  var types: @Sendable (Inference) throws(OperatorError) -> [ValueType]
  var work: @Sendable (LoweringRequest) throws(OperatorError) -> Lowering
  var values: @Sendable (Evaluation) throws(OperatorError) -> [Value?] = {
    (_) throws(OperatorError) in throw .unsupported("evaluation of a recipe")
  }

  init(
    types: @escaping @Sendable (Inference) throws(OperatorError) -> [ValueType],
    work: @escaping @Sendable (LoweringRequest) throws(OperatorError) -> Lowering
  ) {
    self.types = types
    self.work = work
  }

  init(_ node: NodeReader) throws(OperatorError) { throw .unsupported("a recipe in a file") }

  func infer(_ inputs: Inference) throws(OperatorError) -> [ValueType] { try types(inputs) }
  func lower(_ request: LoweringRequest) throws(OperatorError) -> Lowering { try work(request) }
  func evaluate(_ inputs: Evaluation) throws(OperatorError) -> [Value?] { try values(inputs) }
}

extension Recipe {
  /// One dispatch of `shader` over as many invocations as output 0, of type `dtype` and the first
  /// input's shape, has elements.
  static func elementwise(
    _ shader: String, _ dtype: DType, inputs: [DType], parameters: [Parameter] = [],
    localSize: Int = 64
  ) -> Recipe {
    Recipe(
      types: { (inference) throws(OperatorError) in
        [.tensor(TensorType(dtype, inference.types[0]?.tensor?.dims))]
      },
      work: { (request) throws(OperatorError) in
        let count = request.outputs[0].tensor?.shape?.count ?? 0
        let reads = inputs.enumerated().map { index, dtype in
          Binding.read("x\(index)", .input(index), dtype)
        }
        return .dispatches([
          Dispatch(
            shader, bindings: reads + [.write("y", .output(0), dtype)],
            parameters: [.uint("count", count)] + parameters, invocations: (count, 1, 1),
            localSize: [localSize])
        ])
      })
  }
}

extension RunResult {
  func tensor(_ index: Int = 0) throws -> Tensor { try #require(outputs[index].tensor) }
}

extension Tensor {
  func array<T: Element>(_ type: T.Type = T.self) throws -> [T] { Array(try elements(as: type)) }
}
