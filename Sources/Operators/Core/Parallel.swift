import Dispatch
import Foundation

/// Work split over the machine's cores. Each piece writes its own outputs, so that results do not
/// depend on the number of threads.
enum Parallel {
  /// The number of threads that kernels use; `WONNX_THREADS` overrides the machine's core count.
  static let threadCount: Int = {
    let asked = environment("WONNX_THREADS").flatMap { Int($0) }
    return max(1, asked ?? ProcessInfo.processInfo.activeProcessorCount)
  }()

  /// Calls `body` with ranges that cover `0..<count`, at most one a thread, each of at least
  /// `grain` items.
  static func forEach(_ count: Int, grain: Int, _ body: @Sendable (Range<Int>) -> Void) {
    let pieces = min(threadCount, max(1, count / max(grain, 1)))
    guard pieces > 1 else {
      if count > 0 { body(0..<count) }
      return
    }
    DispatchQueue.concurrentPerform(iterations: pieces) { piece in
      body(count * piece / pieces..<count * (piece + 1) / pieces)
    }
  }

  private static func environment(_ name: String) -> String? {
    ProcessInfo.processInfo.environment[name]
  }
}
