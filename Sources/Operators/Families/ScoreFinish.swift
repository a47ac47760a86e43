import Graphs
import Tensors

/// What models do with the scores that they formed: an offset, the second class of a model that
/// scores one of two, the best class, and the transform.
///
/// The best class is that of the greatest score before the transform, whose rounding may make scores
/// equal; the first of equal ones.
struct ScoreFinish: Sendable {
  /// How the score of one class of two becomes those of both.
  enum Complement: Int, Sendable {
    /// Each class has a score.
    case none
    /// `[-s, s]`
    case opposite
    /// `[1 - s, s]`
    case rest
  }

  /// The most scores that a row may have.
  static let mostClasses = 1 << 24

  /// The scores of a row that are given.
  var classes: Int
  /// What a NaN stands for: a target without votes, which is 0.
  var settles = false
  /// What scores are divided by, such as the number of trees.
  var divisor = 1
  /// Added to each score that was formed; empty for none.
  var offsets: [Double] = []
  var complement: Complement = .none
  /// Whether a score becomes 1 where it is above 0, and else -1.
  var signs = false
  var transform: PostTransform = .none

  /// The scores of a row, of which the first is there where one class of two was scored; says which
  /// class is best.
  @inline(__always)
  func finish<F: WideFloat>(_ scores: UnsafeMutableBufferPointer<F>, _ offsets: [F]) -> Int {
    let formed = complement == .none ? scores.count : min(1, scores.count)
    for k in 0..<formed {
      var score = scores[k]
      if settles, score.isNaN { score = 0 }
      if divisor != 1 { score /= F(divisor) }
      if !offsets.isEmpty { score += offsets[k] }
      if signs { score = score > 0 ? 1 : -1 }
      scores[k] = score
    }
    if complement != .none, scores.count == 2 {
      scores[1] = scores[0]
      scores[0] = complement == .rest ? 1 - scores[0] : -scores[0]
    }
    var best = 0
    for k in scores.indices where scores[k] > scores[best] { best = k }
    transform.apply(scores)
    return best
  }

  /// The finished scores of rows, as float32 or in the type that they have, and each row's best class.
  func finished<F: WideFloat>(_ scores: Buffer<F>) -> (scores: Buffer<F>, best: Buffer<Int32>) {
    let count = classes == 0 ? 0 : scores.count / classes
    let offsets = offsets.map { F($0) }
    var best = Buffer<Int32>(repeating: 0, count: 0)
    let results = Buffer<F>(count: scores.count) { out in
      _ = out.initialize(from: scores)
      best = Buffer(count: count) { labels in
        guard count > 0 else { return }
        let (target, label) = (SendablePointer(out), SendablePointer(labels))
        Parallel.forEach(count, grain: max(1, (1 << 13) / max(classes, 1))) { range in
          for row in range {
            let own = UnsafeMutableBufferPointer(
              start: target.base + row * classes, count: classes)
            label.base[row] = Int32(truncatingIfNeeded: finish(own, offsets))
          }
        }
      }
    }
    return (results, best)
  }

  /// The dispatch that finishes the scores in a scratch tensor.
  ///
  /// - Parameters:
  ///   - output: where scores go.
  ///   - labels: where the best class's label goes, if somewhere.
  func dispatch(
    rows: Int, _ type: ScoreType, into output: (index: Int, dtype: DType),
    labels: (index: Int, values: [Int64])? = nil, scores: Int = 0
  ) -> Dispatch {
    var bindings: [Binding] = [
      .readWrite("scores", .scratch(scores), type.dtype),
      .write("z", .output(output.index), output.dtype),
    ]
    var parameters: [Parameter] = [
      .uint("count", rows), .uint("classes", classes), .uint("divisor", divisor),
      .uints("offsets", type.words(offsets)),
    ]
    if let labels {
      bindings.append(.write("label", .output(labels.index), .int64))
      parameters.append(.uints("labels", labels.values.words))
    }
    return Dispatch(
      "Learning/ScoreFinish.comp",
      defines: type.defines.merging([
        "SETTLES": settles ? "1" : "0", "DIVIDES": divisor == 1 ? "0" : "1",
        "OFFSETS": offsets.isEmpty ? "0" : "1", "COMPLEMENT": String(complement.rawValue),
        "SIGNS": signs ? "1" : "0",
        "TRANSFORM": String(transform.rawValue), "LABELS": labels == nil ? "0" : "1",
      ]) { $1 }, bindings: bindings, parameters: parameters, invocations: (rows, 1, 1),
      tripBound: trips)
  }

  /// The loop iterations of a row.
  var trips: Int { (5 + (transform == .probit ? 3 : 0)) * classes }

  /// The bytes of rows of scores, twice, and of labels.
  func scratch(rows: Int?) -> ByteCount {
    (.of(rows, Double.self) * classes) * 2 + .of(rows, Int.self)
  }
}

extension [Int64] {
  /// Integers as words of 32 bits, the low one first.
  var words: [Int] {
    flatMap { [Int(UInt64(bitPattern: $0) & 0xffff_ffff), Int(UInt64(bitPattern: $0) >> 32)] }
  }
}

extension ScoreFinish {
  /// How far finished scores may be off, where sums of terms may be by this much.
  ///
  /// A share of a softmax moves by at most half of what its scores do, a logistic one by a quarter; a
  /// quantile by one over the density there. A sign is undecided where the error reaches 0.
  func errors(
    _ scores: [Double], sums: (Int) -> Double, unit: Double
  ) throws(OperatorError) -> [Double] {
    guard !signs else { throw .unbounded("signs of sums") }
    let largest = scores.indices.reduce(0) { max($0, sums($1)) }
    return scores.indices.map { place in
      let (own, value) = (sums(place), scores[place].magnitude)
      switch transform {
      case .none: return own + 2 * unit * value
      case .logistic: return own / 4 + 10 * unit
      case .softmax, .softmaxOfNonzero: return largest + Double(2 * classes + 16) * unit
      case .probit:
        let density = 0.3989 * Double.exp(-value * value / 2)
        return 2 * (own + 4 * unit) / density + 40 * unit * max(value, 1)
      }
    }
  }
}
