import CKernels
import Dispatch
import Synchronization
import Testing

@Suite("Threads") struct ThreadTests {
  private final class Tally: Sendable {
    let calls = Mutex([Int](repeating: 0, count: 64))
    let isNested: Bool
    init(isNested: Bool = false) { self.isNested = isNested }
  }

  private static func run(_ tally: Tally, pieces: Int, threads: Int) {
    wonnx_parallel(pieces, threads, Unmanaged.passUnretained(tally).toOpaque()) { context, piece in
      guard let context else { return }
      let tally = Unmanaged<Tally>.fromOpaque(context).takeUnretainedValue()
      tally.calls.withLock { $0[piece] += 1 }
      if tally.isNested { ThreadTests.run(Tally(), pieces: 3, threads: 4) }
    }
  }

  @Test("take each piece once, one call after the other", arguments: [0, 1, 2, 7, 64])
  func pieces(count: Int) {
    for round in 1...500 {
      let tally = Tally(isNested: round % 5 == 0)
      Self.run(tally, pieces: count, threads: 1 + round % 4)
      #expect(tally.calls.withLock { $0 } == (0..<64).map { $0 < count ? 1 : 0 })
    }
  }

  @Test("take each piece once when several threads call")
  func callers() {
    DispatchQueue.concurrentPerform(iterations: 4) { _ in
      for _ in 0..<200 {
        let tally = Tally()
        Self.run(tally, pieces: 16, threads: 3)
        #expect(tally.calls.withLock { $0.reduce(0, +) } == 16)
      }
    }
  }
}
