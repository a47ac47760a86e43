import Graphs
import Runtimes
import Tensors

/// A prepared graph's part of the engine: its plan, its weights and its recorded runs.
final class PreparedState {
  let plan: Plan
  /// The plan for the types that the model declares.
  var settled: SettledPlan?
  private var constants: [ValueID: Item] = [:]
  /// Most recently used last.
  private(set) var recordings: [RecordedRun] = []
  var statistics = RunStatistics()
  /// What earlier runs made of constants alone.
  var folded = FoldedValues()
  /// The kernels that sites take, if not those of the device.
  private let choices: [KernelSite: String]?

  init(_ graph: Graph, choices: [KernelSite: String]? = nil) {
    plan = Plan(graph)
    self.choices = choices
  }

  /// What operators may know of a device.
  func traits(of profile: DeviceProfile) -> DeviceTraits {
    var traits = profile.traits
    if let choices { traits.choices = choices }
    return traits
  }

  /// The item of a constant of the model, whose device copy is made once.
  func constant(_ id: ValueID, _ value: Value) -> Item {
    if let item = constants[id] { return item }
    let item = Item(host: value, isKnown: true)
    item.isConstant = true
    constants[id] = item
    return item
  }

  /// Whether a constant of the model has a copy on the device.
  func isOnDevice(_ id: ValueID) -> Bool { constants[id]?.device != nil }

  /// The recorded run for these inputs; it becomes the most recently used.
  func recording(for inputs: [Value?]) -> RecordedRun? {
    guard let index = recordings.firstIndex(where: { $0.key.matches(inputs) }) else { return nil }
    let recording = recordings.remove(at: index)
    recordings.append(recording)
    return recording
  }

  func dropRecordings() { recordings = [] }

  func add(_ recording: RecordedRun, limit: Int) {
    recordings.append(recording)
    if recordings.count > limit { recordings.removeFirst(recordings.count - limit) }
  }
}
