package import Graphs
import Tensors

/// What is known of a plan's steps once the types of its inputs, and for a body of what it captures,
/// are.
package struct SettledPlan: Sendable {
  /// The types that it was made for: inputs, then captures.
  private let key: [ValueType?]
  /// Sentences on declared shapes that are not what the graph's nodes make.
  package let warnings: [String]
  /// The types of each step's outputs, as far as they are known before the run.
  package let outputs: [[ValueType]]
  /// The bytes of values, constants aside, that live while each step runs.
  package let liveByteCounts: [Int]
  /// Whether a step's types and memory are known to be right, so that a run need not look again.
  package let isChecked: [Bool]
  /// The most bytes of values, constants aside, that live at once; steps whose outputs' extents only
  /// the run tells count as nothing.
  package var peakByteCount: Int { liveByteCounts.max() ?? 0 }

  /// - Parameter precision: that of evaluating steps; `nil` where a device does the work.
  /// - Throws: the first step that does not take its inputs, or that does not fit into memory.
  init(
    _ plan: Plan, for key: [ValueType?], within budget: MemoryBudget, _ precision: Precision?
  ) throws(NodeError) {
    self.key = key
    let inference = try plan.inference(key)
    warnings = inference.contradictions.map(\.description)
    var live = LiveBytes()
    var isChecked: [Bool] = []
    var outputs: [[ValueType]] = []
    var liveByteCounts: [Int] = []
    for step in plan.steps {
      let node = step.node
      let isExact = (node.inputs + node.outputs).allSatisfy { id in
        id.map { inference.proven($0)?.isExact == true } ?? true
      }
      let made = node.outputs.map { $0.flatMap { inference.proven($0) } ?? .unknown }
      var work: ByteCount?
      do throws(OperatorError) {
        if isExact, step.bodies.isEmpty {
          work = .zero
          if let precision { work = try inference.scratch(of: node, made, precision) }
        }
        try budget.ask(made, work: work ?? .zero, held: live.byteCount)
      } catch {
        throw NodeError(node, error)
      }
      isChecked.append(work != nil)
      live.add(step.outputs, made)
      outputs.append(made)
      liveByteCounts.append(live.byteCount + (work?.value ?? 0))
      live.release(step.releases)
    }
    self.isChecked = isChecked
    self.outputs = outputs
    self.liveByteCounts = liveByteCounts
  }

  /// A plan of which nothing is known: every step looks for itself.
  init(open plan: Plan) {
    key = []
    warnings = []
    isChecked = plan.steps.map { _ in false }
    outputs = plan.steps.map { _ in [] }
    liveByteCounts = plan.steps.map { _ in 0 }
  }

  /// Whether the plan was settled for values like these.
  func matches(_ plan: Plan, _ frame: [Value?]) -> Bool {
    var position = 0
    func fits(_ slot: Int) -> Bool {
      defer { position += 1 }
      return Self.fits(frame[slot], key[position])
    }
    return plan.inputs.allSatisfy(fits) && plan.captures.allSatisfy { fits($0.inner) }
  }

  private static func fits(_ value: Value?, _ type: ValueType?) -> Bool {
    guard case .tensor(let tensor)? = value else { return value.map(ValueType.init(of:)) == type }
    guard case .tensor(let type)? = type, type.dtype == tensor.dtype, let dims = type.dims,
      dims.count == tensor.rank
    else { return false }
    return zip(dims, tensor.shape.dims).allSatisfy { $0 == .known($1) }
  }

  /// The bytes of the values that live, by slot.
  private struct LiveBytes {
    private var bytes: [Int: Int] = [:]
    private(set) var byteCount = 0

    mutating func add(_ slots: [Int?], _ types: [ValueType]) {
      for (slot, type) in zip(slots, types) {
        guard let slot, let count = type.tensor?.byteCount else { continue }
        bytes[slot] = count
        byteCount += count
      }
    }

    mutating func release(_ slots: [Int]) {
      for slot in slots { byteCount -= bytes.removeValue(forKey: slot) ?? 0 }
    }
  }
}

extension TypeInference {
  /// A value's type, where operators and the graph's inputs tell it; not one that is only declared.
  fileprivate func proven(_ id: ValueID) -> ValueType? { isAssumed(id) ? nil : type(id) }

  /// What evaluating a node takes beside its inputs and outputs; `nil` where a value of the run decides.
  fileprivate func scratch(
    of node: Node, _ outputs: [ValueType], _ precision: Precision
  ) throws(OperatorError) -> ByteCount? {
    let inputs = Inference(
      types: node.inputs.map { $0.flatMap { type($0) } },
      known: node.inputs.map { $0.flatMap { known[$0] } }, outputCount: node.outputs.count)
    do throws(OperatorError) {
      return try node.operation.scratch(
        ScratchRequest(inputs: inputs, outputs: outputs, precision: precision))
    } catch {
      if case .unknownValue = error { return nil }
      throw error
    }
  }
}

extension Plan {
  /// - Parameter key: the types of inputs, then of captures.
  fileprivate func inference(_ key: [ValueType?]) throws(NodeError) -> TypeInference {
    let given = Array(key.prefix(inputs.count))
    guard isBody else { return try TypeInference(graph, inputs: given) }
    let captured = zip(captures, key.dropFirst(inputs.count))
      .compactMap { capture, type in type.map { (capture.id, $0) } }
    return try TypeInference(
      body: graph, inputs: given, around: Dictionary(captured, uniquingKeysWith: { $1 }),
      known: constants)
  }
}
