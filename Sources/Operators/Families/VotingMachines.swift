import Graphs
import Tensors

/// A machine for each pair of classes, whose decisions are votes.
struct VotingMachines: Sendable {
  let vectors: SupportVectors
  private let classes: Int
  private let coupling: PairwiseCoupling?
  let finish: ScoreFinish

  /// - Parameters:
  ///   - counts: the vectors of each class, which lie one class after the other.
  ///   - weights: `[classes - 1, vectors]`.
  ///   - probabilities: both empty for none.
  /// - Throws: `.attribute` where there is not as much of everything as pairs of classes need.
  init(
    _ node: NodeReader, _ counts: [Int], classes: Int, _ weights: [Float], offsets: [Float],
    probabilities: (a: [Float], b: [Float]), _ transform: PostTransform
  ) throws(OperatorError) {
    let most = SupportVectors.mostCount
    guard counts.count == classes, classes > 1, classes < 1 << 12,
      counts.allSatisfy({ (0...most).contains($0) })
    else {
      throw .attribute(
        "vectors_per_class", found: "of \(counts.count) numbers", expected: "\(classes), 2 or more")
    }
    let starts = counts.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1) }
    let (count, pairs) = (starts[classes], classes * (classes - 1) / 2)
    guard count <= most, weights.count == (classes - 1) * count else {
      throw .attribute(
        "coefficients", found: "of \(weights.count) numbers", expected: "\(classes - 1) a vector")
    }
    guard offsets.count == pairs else {
      throw .attribute("rho", found: "of \(offsets.count) numbers", expected: "\(pairs)")
    }
    let (a, b) = probabilities
    guard a.count == b.count, a.isEmpty || a.count == pairs else {
      throw .attribute("prob_a", found: "of \(a.count) numbers", expected: "\(pairs), as 'prob_b'")
    }
    var vectors = try SupportVectors(node, count: count, weights: weights)
    for i in 0..<classes {
      for j in i + 1..<classes {
        vectors.machines.append(
          SupportVectors.Machine(
            first: starts[i]..<starts[i + 1], weights: (j - 1) * count + starts[i],
            second: starts[j]..<starts[j + 1], others: i * count + starts[j],
            offset: offsets[vectors.machines.count]))
      }
    }
    self.vectors = vectors
    self.classes = classes
    coupling = a.isEmpty ? nil : PairwiseCoupling(slopes: a, shifts: b, classes: classes)
    let isPair = classes == 2 && a.isEmpty
    finish = ScoreFinish(
      classes: a.isEmpty ? (isPair ? 2 : pairs) : classes,
      complement: isPair ? .opposite : .none, transform: transform)
  }

  func scratch(rows: Int?) -> ByteCount {
    vectors.scratch(rows: rows) + finish.scratch(rows: rows)
      + .of(2 * classes * classes, Double.self)
  }

  /// Each row's scores and the class with the most votes.
  func scores<F: WideFloat & ProductNumber>(
    _ x: Buffer<F>, rows: Int
  ) -> (scores: Buffer<F>, best: Buffer<Int32>) {
    let decisions = vectors.decisions(x, rows: rows)
    let machines = vectors.machines.count
    let best = Buffer<Int32>(count: rows) { out in
      for row in 0..<rows { out[row] = winner(decisions.base + row * machines) }
    }
    let columns = finish.classes
    if coupling == nil, columns == machines { return (finish.finished(decisions).scores, best) }
    let formed = Buffer<F>(count: rows * columns) { out in
      out.initialize(repeating: 0)
      guard !out.isEmpty else { return }
      let (source, target) = (SendablePointer(decisions), SendablePointer(out))
      Parallel.forEach(rows, grain: max(1, (1 << 12) / (classes * classes))) { range in
        for row in range {
          guard let coupling else {
            target.base[row * columns] = source.base[row * machines]
            continue
          }
          let shares = coupling.probabilities(source.base + row * machines)
          for (k, share) in shares.enumerated() { target.base[row * columns + k] = F(share) }
        }
      }
      withExtendedLifetime(decisions) {}
    }
    return (finish.finished(formed).scores, best)
  }

  private func winner<F: WideFloat>(_ decisions: UnsafePointer<F>) -> Int32 {
    var votes = [Int](repeating: 0, count: classes)
    var machine = 0
    for i in 0..<classes {
      for j in i + 1..<classes {
        votes[decisions[machine] > 0 ? i : j] += 1
        machine += 1
      }
    }
    var best = 0
    for k in votes.indices where votes[k] > votes[best] { best = k }
    return Int32(truncatingIfNeeded: best)
  }

  /// Decisions are scratch tensor 0, kernels 1, scores 2 where they are no decisions.
  func lower(
    _ request: LoweringRequest, labels: (index: Int, values: [Int64])?
  ) throws(OperatorError) -> Lowering {
    let x = try request.tensor(0)
    let type = ScoreType(x.dtype)
    if let reason = type.lacks(request.device) { return .host(reason) }
    let (rows, machines) = (x.shape.rowCount, vectors.machines.count)
    let pitch = coupling == nil ? finish.classes : machines
    let voteTrips = classes * (classes + 1)
    guard max(voteTrips, finish.trips) <= request.device.tripBudget,
      var work = vectors.dispatches(
        x, type, kernels: 1, into: 0, pitch: pitch, request.device)
    else { return .host(.device("sums of so many terms")) }
    var scratch = [rows * pitch, rows * vectors.count].map {
      TensorType(type.dtype, [.known(max(1, $0))])
    }
    if let labels {
      work.append(
        Dispatch(
          "Learning/SupportVectors.Vote.comp", defines: type.defines,
          bindings: [
            .read("scores", .scratch(0), type.dtype),
            .write("label", .output(labels.index), .int64),
          ],
          parameters: [
            .uint("count", rows), .uint("classes", classes), .uint("pitch", pitch),
            .uints("labels", labels.values.words),
          ], invocations: (rows, 1, 1), tripBound: voteTrips))
    }
    if let coupling {
      guard request.device.hasFloat64 else { return .host(.device("shaderFloat64")) }
      guard
        let steps = coupling.dispatches(
          rows: rows, type, first: 3, into: 2, request.device)
      else { return .host(.device("probabilities of \(classes) classes in one invocation")) }
      work += steps.dispatches
      scratch.append(TensorType(type.dtype, [.known(max(1, rows * classes))]))
      scratch += steps.scratch
    }
    let last = finish.dispatch(
      rows: rows, type, into: (1, .float), scores: coupling == nil ? 0 : 2)
    return .dispatches(work + [last], scratch: scratch)
  }
}
