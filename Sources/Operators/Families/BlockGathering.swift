import Graphs
import Tensors

extension Tensor {
  /// Blocks of `length` elements, each read from where `starts` says; a negative start leaves
  /// zeros.
  ///
  /// - Precondition: every start plus `length` lies inside the tensor.
  func gatheringBlocks(
    _ starts: [Int], of length: Int, shape: Shape
  ) throws(OperatorError) -> Tensor {
    try BlockGathering(starts: starts, length: length)([self, try .zero(dtype)], shape: shape)
  }
}

private struct BlockGathering: WordMovement {
  let starts: [Int]
  let length: Int

  var count: Int { starts.count * length }

  func write<W: Sendable>(_ y: UnsafeMutablePointer<W>, from x: [Buffer<W>]) {
    let (target, source, filler) = (SendablePointer(y), SendablePointer(x[0]), x[1][0])
    Parallel.forEach(starts.count, grain: max(1, (1 << 16) / length)) { range in
      for i in range {
        let (next, start) = (target.base + i * length, starts[i])
        if start < 0 {
          next.initialize(repeating: filler, count: length)
        } else if length == 1 {
          next.initialize(to: source.base[start])
        } else {
          next.initialize(from: source.base + start, count: length)
        }
      }
    }
  }
}
