import CVulkan
import Graphs
import Runtimes
import Tensors

/// One dispatch with everything it needs at hand.
struct BoundDispatch {
  struct Resource {
    let region: Region
    let path: AccessPath
    let dtype: DType
    let isRead: Bool
    let isWritten: Bool
  }
  let pipeline: Pipeline
  /// By descriptor slot.
  let resources: [Resource]
  let pushConstants: [UInt8]
  let groups: (x: Int, y: Int, z: Int)
}

/// Records a run's work into command buffers, with barriers where bytes are shared.
///
/// A segment's work is listed first and recorded when the segment ends, so that all its pipelines are
/// made at once.
final class Recorder {
  private enum Work {
    case dispatch(BoundDispatch)
    case copy(from: Region, to: Region)
    case mark(NodeMark)

    /// `nil` of a mark.
    var access: Access? {
      switch self {
      case .dispatch(let dispatch):
        Access(
          .shaders, reads: dispatch.resources.filter(\.isRead).map(\.region),
          writes: dispatch.resources.filter(\.isWritten).map(\.region))
      case .copy(let source, let target): Access(.copies, reads: [source], writes: [target])
      case .mark: nil
      }
    }
  }

  private let engine: Engine
  private var work: [Work] = []
  /// Copies of what the host wrote, before all other work, and of what it reads, after it.
  private var uploads: [Work] = []
  private var downloads: [Work] = []
  private var hazards = Hazards()
  private var bound: ObjectIdentifier?
  private var descriptors: DescriptorSets?
  /// The times of the segments that were submitted here.
  private(set) var times: [NodeTime] = []
  private(set) var dispatchCount = 0
  private(set) var barrierCount = 0
  private(set) var segmentCount = 0

  /// A dispatch of each kind that a device may compile apart.
  private var kinds: [Kind: BoundDispatch] = [:]

  /// llvmpipe compiles a shader anew for texel buffers of other sizes.
  private struct Kind: Hashable {
    let pipeline: ObjectIdentifier
    let texelByteCounts: [Int]

    init(_ dispatch: BoundDispatch) {
      pipeline = ObjectIdentifier(dispatch.pipeline)
      texelByteCounts = dispatch.resources.filter { $0.path == .texels }.map(\.region.byteCount)
    }
  }

  private var buffers: [VkDescriptorBufferInfo] = []
  private var views: [VkBufferView?] = []

  init(_ engine: Engine) {
    self.engine = engine
    if engine.device.pushDescriptors == nil { descriptors = DescriptorSets(engine.device) }
  }

  /// What a recorded command buffer refers to, beside memory.
  var retained: AnyObject? { descriptors }

  func dispatch(_ dispatch: BoundDispatch) {
    kinds[Kind(dispatch)] = dispatch
    work.append(.dispatch(dispatch))
    dispatchCount += 1
  }

  func copy(from source: Region, to target: Region) {
    if source.byteCount > 0 { work.append(.copy(from: source, to: target)) }
  }

  /// Copies bytes that the host has written before the segment is submitted.
  func upload(from source: Region, to target: Region) {
    if source.byteCount > 0 { uploads.append(.copy(from: source, to: target)) }
  }

  /// Copies bytes to where the host reads them after the segment.
  func download(from source: Region, to target: Region) {
    if source.byteCount > 0 { downloads.append(.copy(from: source, to: target)) }
  }

  /// Ends the work of a node, where nodes are timed.
  func mark(_ node: Node, multiplyAddCount: Double? = nil) {
    guard timesNodes, !work.isEmpty else { return }
    var mark = NodeMark(
      node: node.name, operation: node.operatorName, multiplyAddCount: multiplyAddCount)
    for piece in work.reversed() {
      guard let access = piece.access else { break }
      mark.byteCount += (access.reads + access.writes).reduce(0) { $0 + $1.range.count }
    }
    work.append(.mark(mark))
  }

  private var timesNodes: Bool {
    engine.options.profiles && engine.device.profile.timestampPeriod > 0
  }

  /// Ends the segment: submits what is recorded and waits for it.
  func synchronize() throws(RuntimeError) {
    guard let (commands, timestamps) = try finish() else { return }
    try engine.submit(commands)
    if let timestamps { times += try timestamps.times() }
  }

  /// Has a device that compiles shaders at their first dispatch compile those of the recorded work: it
  /// is given dispatches of no work groups.
  func compile() throws(RuntimeError) {
    try engine.pipelines.complete()
    guard engine.device.profile.isSoftware, !kinds.isEmpty else { return }
    let made = try Recording(engine.commands)
    let commands = made.handle
    bound = nil
    for dispatch in kinds.values {
      try bind(dispatch, in: commands)
      vkCmdDispatch(commands, 0, 0, 0)
      recordBarrier(in: commands, from: .shaders, to: .shaders)
    }
    try engine.submit(try made.ended())
    kinds = [:]
  }

  /// Ends the segment without submitting it; `nil` where there is nothing in it.
  func finish() throws(RuntimeError) -> (CommandBuffer, Timestamps?)? {
    guard !(uploads.isEmpty && work.isEmpty && downloads.isEmpty) else { return nil }
    defer { (uploads, work, downloads) = ([], [], []) }
    try engine.pipelines.complete()
    let recording = try Recording(engine.commands)
    let commands = recording.handle
    bound = nil
    hazards = Hazards()
    for piece in uploads { try record(piece, nil, in: commands) }
    let timestamps = timesNodes ? try Timestamps(engine.device, in: commands) : nil
    for piece in ordered(work) + downloads { try record(piece, timestamps, in: commands) }
    recordBarrier(
      in: commands, from: [.shaders, .copies], to: [.shaders, .copies, .host])
    let ended = try recording.ended(
      using: [descriptors as AnyObject?, timestamps].compactMap { $0 })
    segmentCount += 1
    return (ended, timestamps)
  }

  private func ordered(_ work: [Work]) -> [Work] {
    let accesses = work.compactMap(\.access)
    // Work with marks in it keeps their places.
    guard engine.movesWork, accesses.count == work.count else { return work }
    return schedule(accesses).map { work[$0] }
  }

  private func record(
    _ piece: Work, _ timestamps: Timestamps?, in commands: VkCommandBuffer
  ) throws(RuntimeError) {
    if let access = piece.access { order(access, in: commands) }
    switch piece {
    case .dispatch(let dispatch): try record(dispatch, in: commands)
    case .copy(let source, let target): record(copyFrom: source, to: target, in: commands)
    case .mark(let mark): timestamps?.record(mark, in: commands)
    }
  }

  private func record(
    _ dispatch: BoundDispatch, in commands: VkCommandBuffer
  ) throws(RuntimeError) {
    try bind(dispatch, in: commands)
    vkCmdDispatch(
      commands, UInt32(dispatch.groups.x), UInt32(dispatch.groups.y), UInt32(dispatch.groups.z))
  }

  private func record(
    copyFrom source: Region, to target: Region, in commands: VkCommandBuffer
  ) {
    var region = VkBufferCopy(
      srcOffset: UInt64(source.offset), dstOffset: UInt64(target.offset),
      size: UInt64(source.byteCount))
    vkCmdCopyBuffer(commands, source.block.buffer, target.block.buffer, 1, &region)
  }

  private func order(_ work: Access, in commands: VkCommandBuffer) {
    guard let past = hazards.add(work, isSeparate: engine.separatesWork) else { return }
    recordBarrier(in: commands, from: past, to: work.stage)
    barrierCount += 1
  }

  private func bind(_ work: BoundDispatch, in commands: VkCommandBuffer) throws(RuntimeError) {
    if bound != ObjectIdentifier(work.pipeline) {
      vkCmdBindPipeline(commands, VK_PIPELINE_BIND_POINT_COMPUTE, work.pipeline.handle)
      bound = ObjectIdentifier(work.pipeline)
    }
    if !work.pushConstants.isEmpty {
      work.pushConstants.withUnsafeBytes { bytes in
        vkCmdPushConstants(
          commands, work.pipeline.layout.handle, VK_SHADER_STAGE_COMPUTE_BIT.rawValue, 0,
          UInt32(bytes.count), bytes.baseAddress)
      }
    }
    buffers.removeAll(keepingCapacity: true)
    views.removeAll(keepingCapacity: true)
    for resource in work.resources {
      let region = resource.region
      // Vector accesses reach to the end of the last 16 bytes, which every allocation has.
      let byteCount = max((region.byteCount + 15) & ~15, 16)
      buffers.append(
        VkDescriptorBufferInfo(
          buffer: region.block.buffer, offset: UInt64(region.offset), range: UInt64(byteCount)))
      views.append(
        resource.path == .texels
          ? try region.block.texels(
            offset: region.offset, byteCount: byteCount, format: resource.dtype.texelFormat) : nil)
    }
    let layout = work.pipeline.layout
    let set = try descriptors?.take(layout.set)
    let device = engine.device
    buffers.withUnsafeBufferPointer { buffers in
      views.withUnsafeBufferPointer { views in
        let writes = layout.kinds.enumerated().map { slot, kind in
          var write = VkWriteDescriptorSet()
          write.sType = VK_STRUCTURE_TYPE_WRITE_DESCRIPTOR_SET
          write.dstSet = set
          write.dstBinding = UInt32(slot)
          write.descriptorCount = 1
          write.descriptorType = kind.descriptorType
          switch kind {
          case .storage: write.pBufferInfo = buffers.baseAddress.map { $0 + slot }
          case .texels: write.pTexelBufferView = views.baseAddress.map { $0 + slot }
          }
          return write
        }
        guard !writes.isEmpty else { return }
        let count = UInt32(writes.count)
        if let push = device.pushDescriptors {
          push(
            commands, VK_PIPELINE_BIND_POINT_COMPUTE, layout.handle, 0, count, writes)
        } else {
          vkUpdateDescriptorSets(device.handle, count, writes, 0, nil)
          var bound: VkDescriptorSet? = set
          vkCmdBindDescriptorSets(
            commands, VK_PIPELINE_BIND_POINT_COMPUTE, layout.handle, 0, 1, &bound, 0, nil)
        }
      }
    }
  }
}

extension DType {
  /// Four components of this type's 32 bits.
  fileprivate var texelFormat: VkFormat {
    switch self {
    case .float: VK_FORMAT_R32G32B32A32_SFLOAT
    case .int32: VK_FORMAT_R32G32B32A32_SINT
    default: VK_FORMAT_R32G32B32A32_UINT
    }
  }
}
