import Graphs
import Runtimes
import Tensors

/// What a device's arithmetic does where Vulkan leaves it the choice, found out by asking.
struct ArithmeticProbe {
  /// Whether `fma` rounds once.
  let fusesMultiplyAdd: Bool
  /// Whether some operation takes a subnormal float32 for zero.
  let flushesSubnormals: Bool

  init(_ engine: Engine) throws(RuntimeError) {
    let words = try Self.answers(engine)
    fusesMultiplyAdd = words[0] == 1
    flushesSubnormals = words[1...].contains(0)
  }

  private static let answerCount = 4
  private static let parameters: [Parameter] = [
    .float("near", 1 + 0x1p-12), .float("addend", -(1 + 0x1p-11)), .float("once", 0x1p-24),
    .uint("subnormal", 1 << 20), .float("large", 0x1p30), .float("least", 0x1p-126),
    .float("half_", 0.5), .float("one", 1),
  ]

  private static func answers(_ engine: Engine) throws(RuntimeError) -> [UInt32] {
    let device = engine.device
    let pipelines = PipelineStore(device, engine.options)
    let memory = MemoryPool(device, engine.account, for: device.memoryTypes.downloads)
    let target = try memory.allocate(4 * answerCount)
    let key = ShaderKey(
      path: "Prelude/Probe.comp", defines: [:],
      bindings: [DeclaredBinding(name: "y", dtype: .uint32, access: .write, path: .storage)],
      parameters: parameters.map(DeclaredParameter.init), localSize: [1, 1, 1], epilogue: nil)
    guard case .ready(let pipeline) = try pipelines.pipeline(key, for: { "The probe" }),
      let answers = target.block.readable
    else { throw .device("The Vulkan device \(device.profile.name) can't be probed.") }
    try pipelines.complete()
    let recorder = Recorder(engine)
    recorder.dispatch(
      BoundDispatch(
        pipeline: pipeline,
        resources: [
          .init(
            region: target.region, path: .storage, dtype: .uint32, isRead: false, isWritten: true)
        ],
        pushConstants: parameters.bytes, groups: (1, 1, 1)))
    try recorder.finish()?.0.submit(Patience(device.profile, timeout: nil))
    return (0..<answerCount).map {
      answers.loadUnaligned(fromByteOffset: target.offset + 4 * $0, as: UInt32.self)
    }
  }
}
