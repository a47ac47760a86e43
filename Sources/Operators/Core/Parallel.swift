import CKernels
import Foundation
import Synchronization

/// Work split over the machine's cores. Each piece writes its own outputs, so that results do not
/// depend on the number of threads.
package enum Parallel {
  /// The number of threads that kernels use; `WONNX_THREADS` overrides the machine's core count.
  static let threadCount: Int = {
    let asked = environment("WONNX_THREADS").flatMap { Int($0) }
    return min(max(1, asked ?? ProcessInfo.processInfo.activeProcessorCount), mostThreads)
  }()

  /// What `wonnx_parallel` can keep at work.
  private static let mostThreads = 4096

  /// Pieces for each thread: a thread that is late leaves its share to the others.
  static let piecesPerThread = 4

  /// Calls `body` with ranges that cover `0..<count`, a few for each thread, each of at least
  /// `grain` items.
  package static func forEach(_ count: Int, grain: Int, _ body: @Sendable (Range<Int>) -> Void) {
    let most = threadCount == 1 ? 1 : threadCount * piecesPerThread
    let pieces = min(most, max(1, count / max(grain, 1)))
    guard pieces > 1 else {
      if count > 0 { body(0..<count) }
      return
    }
    withoutActuallyEscaping(body) { body in
      var work = Work(count: count, pieces: pieces, body: body)
      withUnsafeMutablePointer(to: &work) { work in
        wonnx_parallel(pieces, threadCount, work) { context, piece in
          context?.assumingMemoryBound(to: Work.self).pointee.run(piece)
        }
      }
    }
  }

  /// The results of work of its own for each item, in their order.
  package static func map<T: Sendable, R: Sendable>(
    _ items: [T], _ transform: @Sendable (T) -> R
  ) -> [R] {
    let results = Mutex([R?](repeating: nil, count: items.count))
    forEach(items.count, grain: 1) { range in
      for index in range {
        let result = transform(items[index])
        results.withLock { $0[index] = result }
      }
    }
    return results.withLock { $0.compactMap(\.self) }
  }

  private struct Work {
    let count: Int
    let pieces: Int
    let body: @Sendable (Range<Int>) -> Void

    func run(_ piece: Int) { body(count * piece / pieces..<count * (piece + 1) / pieces) }
  }

  private static func environment(_ name: String) -> String? {
    ProcessInfo.processInfo.environment[name]
  }
}
