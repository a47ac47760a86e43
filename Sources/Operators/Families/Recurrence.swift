import Graphs
import Tensors

/// An operator that takes a sequence step by step, with a state that each step reads and renews.
///
/// - Shapes: X `[T, B, I]`, W `[D, G·H, I]`, R `[D, G·H, H]`, B `[D, 2·G·H]`, states `[D, B, H]`,
///   Y `[T, D, B, H]`; with `layout` 1 the batch comes first. D is 2 where bidirectional, else 1.
///   Past a sequence's length Y is 0 and the state stays.
protocol Recurrence: Operator {
  /// Gates whose weights W, R and B hold.
  static var gates: Int { get }
  /// Functions a direction.
  static var functions: [String] { get }
  /// States besides the hidden one.
  static var hasCell: Bool { get }
  var settings: RecurrenceSettings { get set }
  /// The gates that take the former state as it is; the others wait for them.
  var gatesAtOnce: Int { get }
  /// One step of one sequence in one direction: renews `state` in place.
  func step<F: WideFloat & ProductNumber>(_ run: RecurrenceStep<F>)
  /// The same of numbers with errors.
  func step(_ run: inout EstimatedStep)
  /// The dispatches of one step.
  func dispatches(_ plan: RecurrenceLowering, step: Int) -> [Dispatch]
}

extension Recurrence {
  static var activationAlpha: AttributeKey<[Float]> { AttributeKey("activation_alpha") }
  static var activationBeta: AttributeKey<[Float]> { AttributeKey("activation_beta") }
  static var activations: AttributeKey<[String]> { AttributeKey("activations") }
  static var clip: AttributeKey<Float> { AttributeKey("clip") }
  static var direction: AttributeKey<String> { AttributeKey("direction") }
  static var hiddenSize: AttributeKey<Int> { AttributeKey("hidden_size") }
  static var outputSequence: AttributeKey<Int> { AttributeKey("output_sequence") }
  static var layout: AttributeKey<Int> { AttributeKey("layout") }
}

/// What every recurrent node says.
struct RecurrenceSettings: Sendable {
  /// For each direction, whether it runs from the end.
  let reverses: [Bool]
  /// A direction's functions after the other's.
  let activations: [RecurrentActivation]
  let clip: Float?
  let hidden: Int?
  let batchesFirst: Bool
  /// W in panels, a direction after the other, where it is constant.
  var packedW: WideBuffer?

  init<O: Recurrence>(_ node: NodeReader, of: O.Type) throws(OperatorError) {
    let word = try node[O.direction]
    switch word {
    // The standard's default in GRU-1 is spelled 'foward'.
    case "forward", "foward": reverses = [false]
    case "reverse": reverses = [true]
    case "bidirectional": reverses = [false, true]
    default:
      throw .attribute(
        "direction", found: "'\(word)'", expected: "forward, reverse or bidirectional")
    }
    let wanted = reverses.count * O.functions.count
    var names = node[ifPresent: O.activations] ?? []
    if names.isEmpty { names = reverses.flatMap { _ in O.functions } }
    // RNN's default names the functions of two directions.
    if !node.gives("activations") { names = Array(names.prefix(wanted)) }
    guard names.count == wanted else {
      throw .attribute("activations", found: "\(names)", expected: "\(wanted) functions")
    }
    activations = try RecurrentActivation.list(
      names, alphas: node[ifPresent: O.activationAlpha] ?? [],
      betas: node[ifPresent: O.activationBeta] ?? [])
    clip = node[ifPresent: O.clip]
    hidden = node[ifPresent: O.hiddenSize]
    batchesFirst = node[ifPresent: O.layout].map { $0 != 0 } ?? false
    if let hidden, !(1...1 << 31).contains(hidden) {
      throw .attribute("hidden_size", found: "\(hidden)", expected: "1 or more")
    }
  }
}

/// The extents of one recurrent node.
struct RecurrenceExtents: Sendable {
  let steps: Int
  let batch: Int
  let inputs: Int
  let hidden: Int
  let directions: Int
  let batchesFirst: Bool

  /// - Throws: `.mismatch` where weights, biases or states have other extents.
  init<O: Recurrence>(_ operation: O, _ shapes: [Shape?]) throws(OperatorError) {
    func shape(_ index: Int) throws(OperatorError) -> Shape {
      guard index < shapes.count, let shape = shapes[index] else { throw .missingInput(index) }
      guard shape.rank == 3 else { throw .rank(input: index, found: shape.rank, expected: "3") }
      return shape
    }
    let settings = operation.settings
    let (x, w, r) = (try shape(0), try shape(1), try shape(2))
    batchesFirst = settings.batchesFirst
    steps = x[batchesFirst ? 1 : 0]
    batch = x[batchesFirst ? 0 : 1]
    inputs = x[2]
    hidden = r[2]
    directions = settings.reverses.count
    let (rows, overflow) = hidden.multipliedReportingOverflow(by: O.gates)
    guard !overflow, w == [directions, rows, inputs], r == [directions, rows, hidden],
      settings.hidden ?? hidden == hidden
    else {
      throw .mismatch(
        "W is \(w) and R is \(r), expected [\(directions), \(rows), \(inputs)] and"
          + " [\(directions), \(rows), \(hidden)] with hidden_size \(settings.hidden ?? hidden)")
    }
    let state = batchesFirst ? [batch, directions, hidden] : [directions, batch, hidden]
    let expected: [Int: [Int]] = [
      3: [directions, 2 * rows], 4: [batch], 5: state, 6: state, 7: [directions, 3 * hidden],
    ]
    for (index, dims) in expected.sorted(by: { $0.key < $1.key }) where index < shapes.count {
      guard let shape = shapes[index], shape.dims != dims else { continue }
      throw .mismatch("input \(index) is \(shape), expected \(Shape(dims))")
    }
  }

  /// The row of X, and of its products, that holds step t of sequence b.
  func row(_ t: Int, _ b: Int) -> Int { batchesFirst ? b * steps + t : t * batch + b }

  /// Where state (d, b) starts in an input or output.
  func state(_ d: Int, _ b: Int) -> Int {
    (batchesFirst ? b * directions + d : d * batch + b) * hidden
  }

  /// Where Y's (t, d, b) starts.
  func output(_ t: Int, _ d: Int, _ b: Int) -> Int {
    (batchesFirst ? (b * steps + t) * directions + d : (t * directions + d) * batch + b) * hidden
  }

  var stateShape: Shape {
    batchesFirst ? [batch, directions, hidden] : [directions, batch, hidden]
  }
  var outputShape: Shape {
    batchesFirst ? [batch, steps, directions, hidden] : [steps, directions, batch, hidden]
  }
}
