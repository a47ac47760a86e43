import Graphs
import Tensors

/// The iterations of a Loop or Scan, of which one may stand for all.
struct Iterations {
  private let place: Int
  private let fed: FedGraph
  private let known: KnownValues
  private let node: Node
  private let body: Graph
  /// Of the node's inputs: what is carried, then what is scanned.
  private let carried: Range<Int>
  private let scanned: Range<Int>

  /// `nil` where no values are known, or the node is a Scan over batches.
  init?(of place: Int, in fed: FedGraph, _ known: KnownValues?) {
    let node = fed.graph.nodes[place]
    guard let known, let body = node.bodies.first else { return nil }
    self.place = place
    self.fed = fed
    self.known = known
    self.node = node
    self.body = body
    if node.operatorName == "Loop" {
      carried = min(2, node.inputs.count)..<node.inputs.count
      scanned = node.inputs.count..<node.inputs.count
    } else {
      guard node.opset >= 9, case .int(let count)? = node.attributes["num_scan_inputs"],
        (0...Int64(node.inputs.count)).contains(count)
      else { return nil }
      carried = 0..<node.inputs.count - Int(count)
      scanned = carried.upperBound..<node.inputs.count
    }
  }

  private static let most = 16

  /// The first iterations, and the last.
  var worthTrying: [Int] {
    guard let count else { return Array(0..<4) }
    return count <= Self.most ? Array(0..<count) : Array(0..<Self.most - 1) + [count - 1]
  }

  /// As far as the first data set tells.
  private var count: Int? {
    if let first = scanned.first {
      return node.inputs[first].flatMap { value($0, set: 0)?.tensor?.shape.dims[safe: axis(0)] }
    }
    return node.inputs.first?.flatMap { value($0, set: 0)?.tensor?.integers?.first }
  }

  /// The nodes of one iteration in the place of the node.
  func inlining(_ number: Int, _ trials: Trials) async -> FedGraph? {
    let results = carried.indices.count
    let scans = node.outputs.dropFirst(results).compactMap { $0 }
    // What the iterations give is stacked: who reads it needs the stack.
    let readers = fed.graph.nodes.flatMap(\.reads)
    guard !scans.contains(where: readers.contains) else { return nil }
    guard let states = await states(after: number, trials) else { return nil }
    var trial = fed
    var next = fed.graph.greatestID
    func newID() -> ValueID {
      next += 1
      return ValueID(next)
    }
    var arguments: [ValueID?] = []
    if node.operatorName == "Loop" {
      for value in [Tensor(scalar: Int64(number)), Tensor(scalar: true)] {
        let id = newID()
        trial.graph.constants[id] = .tensor(value)
        arguments.append(id)
      }
    }
    for (place, values) in zip(carried, states) {
      guard number > 0 else {
        arguments.append(node.inputs[place])
        continue
      }
      let id = newID()
      guard let fed = trial.feeding(id, values) else { return nil }
      trial = fed
      arguments.append(id)
    }
    for (scan, place) in scanned.enumerated() {
      let id = newID()
      guard let slices = slices(scan, place, number..<number + 1, dropsAxis: true),
        let fed = trial.feeding(id, slices)
      else { return nil }
      trial = fed
      arguments.append(id)
    }
    let conditions: [ValueID?] = node.operatorName == "Loop" ? [nil] : []
    return trial.inlining(body, at: place, taking: arguments, giving: conditions + node.outputs)
  }

  /// What is carried into an iteration: of each carried value one a data set.
  private func states(after number: Int, _ trials: Trials) async -> [[Value?]]? {
    guard number > 0 else { return carried.map { _ in [] } }
    var trial = fed
    var next = fed.graph.greatestID + 1
    var shorter = node
    if node.operatorName == "Loop" {
      trial.graph.constants[ValueID(next)] = .tensor(Tensor(scalar: Int64(number)))
      shorter.inputs[0] = ValueID(next)
      next += 1
    }
    for (scan, place) in scanned.enumerated() {
      guard let slices = slices(scan, place, 0..<number, dropsAxis: false),
        let fed = trial.feeding(ValueID(next), slices)
      else { return nil }
      trial = fed
      shorter.inputs[place] = ValueID(next)
      next += 1
    }
    shorter.outputs = carried.indices.map { ValueID(next + $0) }
    trial.graph.nodes[place] = shorter
    let ids = shorter.outputs.compactMap { $0 }
    guard let values = await trials.values(trial.keeping(ids)) else { return nil }
    return ids.map { id in values.map { $0[id] } }
  }

  private func value(_ id: ValueID, set: Int) -> Value? {
    if let value = known[set][id] ?? fed.graph.constants[id] { return value }
    return fed.graph.inputs.firstIndex(of: id).map { fed.sets[set][$0] }
  }

  private func axis(_ scan: Int) -> Int { integers("scan_input_axes")?[safe: scan] ?? 0 }

  private func integers(_ name: String) -> [Int]? {
    if case .ints(let values)? = node.attributes[name] { values.map { Int($0) } } else { nil }
  }

  /// Of each data set, what these iterations read of a scanned input.
  private func slices(
    _ scan: Int, _ place: Int, _ range: Range<Int>, dropsAxis: Bool
  ) -> [Value?]? {
    guard let id = node.inputs[place] else { return nil }
    let runsBackwards = integers("scan_input_directions")?[safe: scan] == 1
    var slices: [Value?] = []
    for set in fed.sets.indices {
      guard let tensor = value(id, set: set)?.tensor else { return nil }
      let axis = axis(scan) < 0 ? axis(scan) + tensor.rank : axis(scan)
      guard let extent = tensor.shape.dims[safe: axis], range.upperBound <= extent else {
        return nil
      }
      let taken =
        runsBackwards ? extent - range.upperBound..<extent - range.lowerBound : range
      var slice = tensor.taking(taken, along: axis)
      if dropsAxis {
        var dims = slice.shape.dims
        dims.remove(at: axis)
        guard let flat = try? slice.reshaped(to: Shape(dims)) else { return nil }
        slice = flat
      }
      slices.append(.tensor(slice))
    }
    return slices
  }
}

extension Collection {
  /// `nil` where there is no such element.
  subscript(safe index: Index) -> Element? { indices.contains(index) ? self[index] : nil }
}
