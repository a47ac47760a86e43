import Graphs
import Runtimes
import Tensors

/// A recorded run that inputs of the same shapes can replay.
final class RecordedRun {
  enum Output {
    case input(Int)
    case value(Value)
    case device(Region, DType, Shape)
  }
  let key: RunKey
  let commands: CommandBuffer?
  let timestamps: Timestamps?
  let inputs: [(position: Int, region: Region)]
  let outputs: [Output]
  let placements: [NodePlacement]
  let warnings: [String]
  let statistics: RunStatistics
  /// Memory and descriptors that the commands use.
  private let retained: [AnyObject]
  /// What the commands write, where debug checks look at it.
  let written: [Allocation]
  let faults: FaultTable?

  init(
    key: RunKey, commands: CommandBuffer?, timestamps: Timestamps?,
    inputs: [(position: Int, region: Region)],
    outputs: [Output], placements: [NodePlacement], warnings: [String], statistics: RunStatistics,
    retained: [AnyObject], written: [Allocation], faults: FaultTable?
  ) {
    self.key = key
    self.commands = commands
    self.timestamps = timestamps
    self.inputs = inputs
    self.outputs = outputs
    self.placements = placements
    self.warnings = warnings
    self.statistics = statistics
    self.retained = retained
    self.written = written
    self.faults = faults
  }
}

/// What inputs must have in common to run the same commands.
struct RunKey {
  /// `nil` where the input takes its default.
  let types: [ValueType?]
  /// The inputs whose values decided something.
  let values: [Int: Value]

  func matches(_ inputs: [Value?]) -> Bool {
    types == inputs.map { $0.map { ValueType(of: $0) } }
      && values.allSatisfy { position, value in
        inputs[position].map { $0.hasSameBytes(as: value) } ?? false
      }
  }
}

extension Value {
  /// Whether both are tensors of the same shape, type and bytes.
  fileprivate func hasSameBytes(as other: Value) -> Bool {
    guard let a = tensor, let b = other.tensor, a.dtype == b.dtype, a.shape == b.shape else {
      return false
    }
    return a.elements.withBytes { a in
      b.elements.withBytes { b in a.elementsEqual(b) } ?? false
    } ?? false
  }
}
