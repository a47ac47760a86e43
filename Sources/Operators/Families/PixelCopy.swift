import Graphs
import Tensors

/// `Y[n, c, p] = X[n, c, sources[n, p]]`, or the second operand's element for a negative source.
///
/// - Precondition: sources lie inside an image of `pixels`.
struct PixelCopy: WordMovement {
  let sources: Buffer<Int>
  let batch: Int
  let channels: Int
  let pixels: Int

  var count: Int { sources.count * channels }

  func write<W: Sendable>(_ y: UnsafeMutablePointer<W>, from x: [Buffer<W>]) {
    let (filler, places) = (x[1][0], sources.count / batch)
    for plane in 0..<batch * channels {
      let chosen = sources.base + plane / channels * places
      let (image, row) = (x[0].base + plane * pixels, y + plane * places)
      for p in 0..<places { (row + p).initialize(to: chosen[p] < 0 ? filler : image[chosen[p]]) }
    }
  }
}
