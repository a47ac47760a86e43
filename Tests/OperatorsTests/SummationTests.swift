import CKernels
import Foundation
import Graphs
import Tensors
import Testing

@testable import Operators

@Suite("The order of summation") struct SummationTests {
  /// SUMMATION.md, written as it is read: lanes of complete trees, folded in halves; blocks likewise.
  static func written(_ terms: [Float]) -> Float {
    guard terms.count > 128 else {
      guard !terms.isEmpty else { return 0 }
      var lanes = (0..<16).map { lane in
        tree((0..<8).map { $0 * 16 + lane < terms.count ? terms[$0 * 16 + lane] : -0.0 })
      }
      for half in [8, 4, 2, 1] { for lane in 0..<half { lanes[lane] += lanes[lane + half] } }
      return lanes[0]
    }
    return written(
      stride(from: 0, to: terms.count, by: 128).map {
        written(Array(terms[$0..<min($0 + 128, terms.count)]))
      })
  }

  private static func tree(_ x: [Float]) -> Float {
    ((x[0] + x[1]) + (x[2] + x[3])) + ((x[4] + x[5]) + (x[6] + x[7]))
  }

  private static func noise(_ count: Int, seed: UInt64) -> [Float] {
    var state = seed
    return (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Float(Int32(truncatingIfNeeded: state >> 32)) / Float(1 << 20)
    }
  }

  @Test(
    "is the written one",
    arguments: [
      0, 1, 2, 3, 7, 15, 16, 17, 31, 33, 97, 112, 127, 128, 129, 255, 2048, 2049, 16_384, 16_385,
      40_000,
    ])
  func sums(count: Int) {
    let x = Self.noise(count, seed: UInt64(count) + 1)
    let expected = Self.written(x)
    #expect(Summation.sum(count) { x[$0] }.bitPattern == expected.bitPattern)
    x.withUnsafeBufferPointer { x in
      guard let base = x.baseAddress else { return }
      #expect(Summation.sum(base, count).bitPattern == expected.bitPattern)
    }
  }

  @Test("of terms that are -0 keeps their sign, and of none is +0")
  func zeros() {
    #expect(Summation.sum(3) { _ in Float(-0.0) }.sign == .minus)
    #expect(Summation.sum(0) { _ in Float(1) }.sign == .plus)
  }

  /// Pieces of 128² terms, which a device may sum apart, are blocks of blocks.
  @Test("is the same in pieces")
  func pieces() {
    let x = Self.noise(3 * Summation.piece + 1000, seed: 5)
    let sums = stride(from: 0, to: x.count, by: Summation.piece).map { first in
      Summation.sum(min(Summation.piece, x.count - first)) { x[first + $0] }
    }
    #expect(Summation.sum(sums.count) { sums[$0] } == Summation.sum(x.count) { x[$0] })
  }

  /// The leaves of numpy's pairwise sums: eight chains, of 16 terms each where there are 128.
  private static func numpy(_ x: ArraySlice<Float>) -> Float {
    guard x.count > 128 else {
      let start = x.startIndex
      guard x.count >= 8 else { return x.reduce(0, +) }
      var r = Array(x[start..<start + 8])
      let whole = x.count / 8 * 8
      for i in stride(from: 8, to: whole, by: 8) { for j in 0..<8 { r[j] += x[start + i + j] } }
      let sum = ((r[0] + r[1]) + (r[2] + r[3])) + ((r[4] + r[5]) + (r[6] + r[7]))
      return x[(start + whole)...].reduce(sum, +)
    }
    let half = x.count / 2 / 8 * 8
    return numpy(x.prefix(half)) + numpy(x.dropFirst(half))
  }

  /// Pairwise sums of these data err by so many half-ulps of Σ|terms|, where chains err by up to 356: K of
  /// 64 to 4096, four orders.
  @Test("errs no more than pairwise sums do", arguments: [64, 1024, 4096])
  func accuracy(count: Int) {
    func error(_ x: [Float], _ sum: ([Float]) -> Float) -> Double {
      let exact = x.reduce(0) { $0 + Double($1) }
      return abs(Double(sum(x)) - exact) / (exact * 0x1p-24)
    }
    let ours = { (x: [Float]) in Summation.sum(x.count) { x[$0] } }
    for seed in 1...20 {
      let uniform = Self.noise(count, seed: UInt64(seed)).map { abs($0) / 2048 }
      #expect(error(uniform, ours) <= 2.5)
    }
    for (x, most) in [
      (Array(repeating: Float(0.1), count: count), 0.7), ((0..<count).map { Float($0) / 3 }, 1.3),
    ] {
      #expect(error(x, ours) <= most)
      #expect(error(x, ours) <= error(x) { Self.numpy($0[...]) })
    }
  }

  @Test("of products errs by at most 20 half-ulps of Σ|terms|", arguments: [64, 1024, 4096])
  func products(depth: Int) {
    for x in [
      Array(repeating: Float(0.1), count: depth), Self.noise(depth, seed: 3).map { abs($0) / 2048 },
      (0..<depth).map { Float($0) / 3 },
    ] {
      let sum = Summation.product(depth, { x[$0] }, { x[$0] })
      let exact = x.reduce(0) { $0 + Double($1) * Double($1) }
      #expect(abs(Double(sum) - exact) <= 20 * exact * 0x1p-24)
    }
  }

  @Test("has the same numbers in every language")
  func numbers() throws {
    #expect(Summation.productBlock == Int(WONNX_PRODUCT_BLOCK))
    #expect(Summation.sumBlock == Int(WONNX_SUM_BLOCK))
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let prelude = try String(
      contentsOf: root.appending(path: "Shaders/Prelude/Sums.glsl"), encoding: .utf8)
    #expect(prelude.contains("#define WONNX_PRODUCT_BLOCK \(Summation.productBlock)u\n"))
    #expect(prelude.contains("#define WONNX_SUM_BLOCK \(Summation.sumBlock)u\n"))
    #expect(prelude.contains("#define WONNX_SUM_LANES \(Summation.lanes)u\n"))
    let page = try String(
      contentsOf: root.appending(path: "Sources/Operators/SUMMATION.md"), encoding: .utf8)
    #expect(page.contains("**blocks of \(Summation.productBlock) terms**"))
    #expect(page.contains("**blocks of \(Summation.sumBlock)**"))
  }

  @Test("of Attention is that of the nodes of its function")
  func attention() throws {
    let (queries, keys, size) = (5, 300, 7)
    func noise(_ rows: Int, seed: UInt64) throws -> Tensor {
      try Tensor(
        Self.noise(rows * size, seed: seed).map { $0 / 1000 }, shape: [1, 1, rows, size])
    }
    let (q, k, v) = try (noise(queries, seed: 1), noise(keys, seed: 2), noise(keys, seed: 3))
    let whole = try TestNode("Attention", opset: 23, ["scale": .float(0.25)], inputs: 3)
      .evaluate(q, k, v)
    // The function scales Q and K by the root of the scale each: here by a half, which is exact.
    let half = try Tensor([Float(0.5)], shape: [])
    let mul = try TestNode("Mul", opset: 14, inputs: 2)
    let transposed = try TestNode("Transpose", opset: 13, ["perm": .ints([0, 1, 3, 2])])
      .evaluate(mul.evaluate(k, half))
    let scores = try TestNode("MatMul", opset: 13, inputs: 2)
      .evaluate(mul.evaluate(q, half), transposed)
    let weights = try TestNode("Softmax", opset: 13).evaluate(scores)
    let y = try TestNode("MatMul", opset: 13, inputs: 2).evaluate(weights, v)
    #expect(whole.doubles == y.doubles)
  }
}
