import Testing

@testable import Tensors

@Suite("Blocks")
struct BlocksTests {
  /// 64 KiB.
  private func buffer(_ element: Float) -> Buffer<Float> {
    Buffer(repeating: element, count: 1 << 14)
  }

  @Test("serve one buffer after another, and never one that somebody has")
  func reuse() {
    let blocks = Blocks()
    let kept = blocks.serve {
      let first = buffer(1)
      let copy = first.reinterpreted(as: Int32.self)
      let second = buffer(2)
      #expect(first.base != second.base)
      return copy
    }
    #expect(blocks.held == (2 << 16, 2))
    let later = blocks.serve { [buffer(3), buffer(4)] }
    #expect(kept.allSatisfy { $0 == Int32(bitPattern: (1 as Float).bitPattern) })
    #expect(later.map(\.first) == [3, 4])
    #expect(blocks.held == (3 << 16, 3))
  }

  @Test("leave small buffers, and those of other tasks, to the allocator")
  func others() async {
    let blocks = Blocks()
    let small = blocks.serve { Buffer<Float>(repeating: 1, count: Blocks.leastByteCount / 4 - 1) }
    let other = buffer(1)
    #expect(blocks.held == (0, 0) && small.count + other.count > 0)
  }

  @Test("that a whole run did without are freed at its end")
  func trimming() {
    let blocks = Blocks()
    blocks.serve { _ = [buffer(1), buffer(2)] }
    #expect(blocks.held.count == 2)
    blocks.serve { _ = buffer(3) }
    #expect(blocks.held.count == 1)
    blocks.serve {}
    #expect(blocks.held.count == 0)
  }

  @Test("wait as long as all fit into twice what buffers ever had at once, and into the limit")
  func limits() {
    let blocks = Blocks()
    // Each is too large for the blocks before it: 4, 8, 12 … pages.
    blocks.serve {
      for count in 1...100 {
        _ = Buffer<UInt8>(repeating: 0, count: count << 14)
        #expect(blocks.held.byteCount <= 2 * count << 14)
      }
    }
    let tight = Blocks(byteLimit: 3 << 16)
    tight.serve {
      _ = buffer(1)
      _ = Buffer<Float>(repeating: 2, count: 3 << 14)
      #expect(tight.held == (3 << 16, 1))
    }
  }

  @Test("are not kept by less than half their elements")
  func compaction() throws {
    let blocks = Blocks()
    func kept(_ count: Int) throws -> (made: Buffer<Float>, kept: Buffer<Float>) {
      let made = blocks.serve {
        _ = buffer(1)
        return Buffer<Float>(repeating: 2, count: count)
      }
      return (made, try Tensor(made, shape: [count]).compacted.elements())
    }
    // Of a block of 64 KiB.
    let (large, same) = try kept(10_000)
    #expect(same.base == large.base)
    let (small, copy) = try kept(6000)
    #expect(copy.base != small.base && copy == small)
  }

  @Test("end before buffers that have their memory")
  func outliving() {
    struct Watch { weak var blocks: Blocks? }
    var blocks: Blocks? = Blocks()
    let watch = Watch(blocks: blocks)
    let kept = blocks?.serve { buffer(7) }
    blocks = nil
    #expect(watch.blocks == nil && kept?.last == 7)
  }
}
