import Graphs
import Runtimes
import Tensors

/// Where a run's dispatches say what they find wrong in the data, four words each.
final class FaultTable {
  private struct Slot: Hashable {
    let output: ValueID?
    let check: DataCheck
  }

  private struct Chunk {
    let device: Allocation
    /// What the words are copied into; `nil` where the host reads them on the device.
    let host: Allocation?
  }

  private let engine: Engine
  private var chunks: [Chunk] = []
  private var slots: [(node: Node, check: DataCheck)] = []
  private var places: [Slot: Int] = [:]

  /// Every device binds a buffer at multiples of so many bytes.
  private static let pitch = 256
  private static let slotsPerChunk = 64
  /// A position of nothing; the words of a slot in which nothing was found.
  private static let nothing: UInt32 = .max

  init(_ engine: Engine) { self.engine = engine }

  /// The words of a node's check; the same ones where a loop runs it again.
  func slot(_ node: Node, _ check: DataCheck) throws(RuntimeError) -> DeviceTensor {
    let key = Slot(output: node.outputs.lazy.compactMap { $0 }.first, check: check)
    let place = places[key] ?? slots.count
    if place == slots.count {
      if place % Self.slotsPerChunk == 0 { chunks.append(try emptyChunk()) }
      slots.append((node, check))
      places[key] = place
    }
    return DeviceTensor(
      allocation: chunks[place / Self.slotsPerChunk].device,
      offset: place % Self.slotsPerChunk * Self.pitch, dtype: .uint32, shape: [4])
  }

  private func emptyChunk() throws(RuntimeError) -> Chunk {
    let device = try engine.persistent.allocate(Self.pitch * Self.slotsPerChunk)
    let chunk = Chunk(device: device, host: try engine.exit(device.region))
    try clear(chunk)
    return chunk
  }

  private func clear(_ chunk: Chunk) throws(RuntimeError) {
    let words = Tensor(
      vector: Array(repeating: Self.nothing, count: Self.pitch / 4 * Self.slotsPerChunk))
    try engine.write(words, to: chunk.device.region)
    if let host = chunk.host { try engine.write(words, to: host.region) }
  }

  /// Has what the work of `recorder` finds copied to where ``check()`` looks for it.
  func leave(by recorder: Recorder) {
    for chunk in chunks {
      if let host = chunk.host { recorder.download(from: chunk.device.region, to: host.region) }
    }
  }

  /// Throws what finished work found: of several nodes' findings that of the node recorded first.
  func check() throws(RuntimeError) {
    for (number, chunk) in chunks.enumerated() {
      let shape: Shape = [Self.pitch / 4 * Self.slotsPerChunk]
      let found = (chunk.host ?? chunk.device).region
      let words = try engine.download(found, dtype: .uint32, shape: shape)
      guard case .uint32(let buffer) = words.elements else { continue }
      for place in 0..<Self.slotsPerChunk {
        let start = place * Self.pitch / 4
        guard buffer[start] != Self.nothing else { continue }
        for chunk in chunks { try clear(chunk) }
        try engine.transfers.flush()
        let (node, check) = slots[number * Self.slotsPerChunk + place]
        let value = UInt64(buffer[start + 3]) << 32 | UInt64(buffer[start + 2])
        throw .node(
          NodeError(
            node,
            check.error(
              value: Int64(bitPattern: value), detail: Int(buffer[start + 1]))))
      }
    }
  }
}
