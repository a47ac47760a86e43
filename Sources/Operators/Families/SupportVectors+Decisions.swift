import CKernels
import Tensors

extension SupportVectors {
  /// The most kernels that are kept at once, but for one row's.
  static let kernelMemory = 1 << 18

  /// What each machine decides of each row, `[rows, machines]`, as `SUMMATION.md` has the sums.
  func decisions<F: WideFloat & ProductNumber>(_ x: Buffer<F>, rows: Int) -> Buffer<F> {
    let own = Operands<F>(self)
    let most = max(1, Self.kernelMemory / count)
    return Buffer(count: rows * machines.count) { out in
      guard !out.isEmpty else { return }
      let (source, target) = (SendablePointer(x), SendablePointer(out))
      SendablePointer<F>.withMemory(min(rows, most) * count) { kernels in
        for first in stride(from: 0, to: rows, by: most) {
          let part = min(most, rows - first)
          let x = source.base + first * features
          fill(kernels, UnsafePointer(x), rows: part, own)
          decide(kernels, rows: part, own, SendablePointer(target.base + first * machines.count))
        }
      }
      withExtendedLifetime(x) {}
    }
  }

  /// The numbers of vectors and machines in the type of a run.
  private struct Operands<F: WideFloat>: Sendable {
    let support: Buffer<F>
    /// `[features, vectors]`, where distances are formed of vectors side by side.
    let columns: Buffer<F>
    let weights: Buffer<F>
    let offsets: Buffer<F>

    init(_ vectors: SupportVectors) {
      support = Buffer(vectors.support.map { F($0) })
      weights = Buffer(vectors.weights.map { F($0) })
      offsets = Buffer(vectors.machines.map { F($0.offset) })
      let (count, features) = (vectors.count, vectors.features)
      columns =
        vectors.kernel == .rbf
        ? Buffer(
          (0..<features * count).map { F(vectors.support[$0 % count * features + $0 / count]) })
        : []
    }
  }

  /// The kernels of some rows and all vectors.
  private func fill<F: WideFloat & ProductNumber>(
    _ kernels: SendablePointer<F>, _ x: UnsafePointer<F>, rows: Int, _ own: Operands<F>
  ) {
    let source = SendablePointer(UnsafeMutablePointer(mutating: x))
    if kernel != .rbf {
      F.multiplyInParallel(
        ProductExtent(rows: rows, columns: count, depth: features),
        MatrixView(x, row: features, column: 1),
        MatrixView(own.support.base, row: 1, column: features), into: kernels.base, pitch: count)
      if kernel == .linear { return }
    }
    let (gamma, coef0, degree) = (F(constants[0]), F(constants[1]), F(constants[2]))
    Parallel.forEach(rows, grain: max(1, (1 << 15) / (count * (features + 8)))) { range in
      for row in range {
        let y = kernels.base + row * count
        if kernel == .rbf { distances(from: source.base + row * features, own.columns.base, y) }
        for k in 0..<count {
          switch kernel {
          case .linear: break
          case .poly: y[k] = F.pow(gamma * y[k] + coef0, degree)
          case .rbf: y[k] = F.exp(-gamma * y[k])
          case .sigmoid: y[k] = F.tanh(gamma * y[k] + coef0)
          }
        }
      }
    }
    withExtendedLifetime(own.support) {}
  }

  /// `|x - v|²` of a row and each vector.
  private func distances<F: WideFloat>(
    from x: UnsafePointer<F>, _ columns: UnsafePointer<F>, _ y: UnsafeMutablePointer<F>
  ) {
    let most = 64
    SendablePointer<F>.withMemory(features * min(most, count)) { differences in
      for first in stride(from: 0, to: count, by: most) {
        let width = min(most, count - first)
        for feature in 0..<features {
          let line = differences.base + feature * width
          let own = columns + feature * count + first
          for k in 0..<width { line[k] = x[feature] - own[k] }
        }
        F.sums(
          RowLayout(length: features, rows: width, step: width), WONNX_TERM_SQUARE,
          of: differences.base, shifts: nil, into: y + first)
      }
    }
  }

  private func decide<F: WideFloat>(
    _ kernels: SendablePointer<F>, rows: Int, _ own: Operands<F>, _ decisions: SendablePointer<F>
  ) {
    let terms = machines.reduce(0) { $0 + $1.count + 1 }
    let weights = SendablePointer(own.weights)
    Parallel.forEach(rows, grain: max(1, (1 << 14) / terms)) { range in
      for row in range {
        let y = kernels.base + row * count
        for (place, machine) in machines.enumerated() {
          let length = machine.first.count
          let (near, far) = (machine.first.lowerBound, machine.second.lowerBound - length)
          let others = machine.others - length
          let sum: F = Summation.product(
            machine.count, { weights.base[($0 < length ? machine.weights : others) + $0] },
            { y[($0 < length ? near : far) + $0] })
          decisions.base[row * machines.count + place] = sum + own.offsets[place]
        }
      }
    }
    withExtendedLifetime(own.weights) {}
  }
}
