import Exporter
package import Graphs
import ModelFiles
import Operators
import Tensors

/// A model with much to fold: branches of constants that do not need each other, each added to the
/// way from the input to the output.
package struct SampleModel: Sendable {
  package let graph: Graph

  /// - Parameter size: rows and columns of every matrix.
  package init(
    seed: UInt64, branchCount: Int = 16, size: Int = 8
  ) throws(CheckFailure) {
    var builder = Builder(seed: seed, size: size)
    do throws(OperatorError) { graph = try builder.build(branchCount: branchCount) } catch {
      throw .unavailable("A sample model can't be built: \(error)")
    }
  }

  /// A graph that multiplies its input `count` times: nothing to fold, much to wait for.
  static func products(count: Int, size: Int) throws(CheckFailure) -> Graph {
    var builder = Builder(seed: 1, size: size)
    do throws(OperatorError) { return try builder.products(count: count) } catch {
      throw .unavailable("A sample model can't be built: \(error)")
    }
  }

  /// A matrix of numbers between -1 and 1.
  static func matrix(seed: UInt64, size: Int) throws(CheckFailure) -> Tensor {
    var random = SplitMix(seed)
    let values = (0..<size * size).map { _ in Float(random.below(2001)) / 1000 - 1 }
    do { return try Tensor(values, shape: Shape([size, size])) } catch {
      throw .unavailable("A sample matrix can't be made: \(error)")
    }
  }
}

extension Graph {
  /// The graph as a model file.
  func serialized() throws(CheckFailure) -> [UInt8] {
    do throws(ExportError) { return try exportModel(self, types: .ofAllValues).serialized() } catch
    {
      throw .broken("A graph can't be written as a model: \(error)")
    }
  }
}

/// Numbers that follow from a seed.
struct SplitMix: Sendable {
  private var state: UInt64
  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
}

private struct Builder {
  private var graph = Graph(name: "sample", opsets: ["": 17])
  private var random: SplitMix
  private let size: Int
  private var count = 0

  init(seed: UInt64, size: Int) {
    random = SplitMix(seed)
    self.size = size
  }

  private mutating func value() -> ValueID {
    count += 1
    return ValueID(count)
  }

  private var type: ValueType { .tensor(TensorType(.float, [size, size])) }

  private mutating func input() -> ValueID {
    let id = value()
    graph.inputs.append(id)
    graph.names[id] = "x"
    graph.types[id] = type
    return id
  }

  private mutating func end(_ id: ValueID) -> Graph {
    graph.outputs = [id]
    graph.names[id] = "y"
    graph.types[id] = type
    return graph
  }

  private mutating func constant() -> ValueID {
    let id = value()
    let values = (0..<size * size).map { _ in Float(random.below(2001)) / 1000 - 1 }
    graph.constants[id] = (try? Tensor(values, shape: Shape([size, size]))).map { .tensor($0) }
    return id
  }

  private mutating func add(
    _ name: String, _ inputs: ValueID...
  ) throws(OperatorError) -> ValueID {
    let output = value()
    graph.nodes.append(
      try OperatorCatalog.standard.node(
        name, opset: 17, named: "\(name)_\(graph.nodes.count)", inputs: inputs, outputs: [output]))
    return output
  }

  mutating func build(branchCount: Int) throws(OperatorError) -> Graph {
    var sum = input()
    for _ in 0..<branchCount {
      let (a, b) = (constant(), constant())
      var branch = try add("MatMul", a, b)
      for _ in 0...random.below(3) {
        switch random.below(4) {
        case 0: branch = try add("Tanh", branch)
        case 1: branch = try add("Add", branch, a)
        case 2: branch = try add("Transpose", branch)
        default: branch = try add("Sigmoid", branch)
        }
      }
      sum = try add("Add", sum, try add("Identity", branch))
    }
    return end(sum)
  }

  mutating func products(count: Int) throws(OperatorError) -> Graph {
    let x = input()
    var product = x
    for _ in 0..<count { product = try add("Tanh", try add("MatMul", product, x)) }
    return end(product)
  }
}
