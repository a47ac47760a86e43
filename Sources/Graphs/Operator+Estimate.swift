package import Tensors

extension Operator {
  /// What follows from the operator's ``tolerance``.
  package func estimate(_ request: EstimateRequest) throws(OperatorError) -> [Estimate?] {
    switch Self.tolerance {
    case .exact: return try request.pointwise(self, ulps: nil)
    case .ulps(let count): return try request.pointwise(self, ulps: Double(count))
    case .summed: return try request.summed(self)
    case .accumulated, .statistical: throw .unbounded(title.name)
    }
  }
}

extension EstimateRequest {
  /// An operator whose outputs are monotone in each input element, or nearly so over its error: the
  /// inputs' errors are carried by evaluating at their ends, in all combinations.
  ///
  /// - Parameter ulps: the operator's own error in units of the computing type; `nil` where its results
  ///   have every bit defined, and may only be moved.
  /// - Parameter keepsPlaces: whether an error in one place changes no integer in another; by default as
  ///   the operator's traits say.
  /// - Parameter spare: what is added to each error, in unit roundoffs.
  package func pointwise(
    _ operation: any Operator, ulps: Double?, keepsPlaces: Bool? = nil, spare: Double = 0
  ) throws(OperatorError) -> [Estimate?] {
    guard ulps != nil || !uncertain.isEmpty else {
      return try evaluate(operation, inputs.map { $0?.native }).map {
        $0.map(Estimate.init(exact:))
      }
    }
    let center = try evaluate(operation, values)
    let traits = type(of: operation).traits
    let spread = try spread(
      operation, around: center,
      keepsPlaces: keepsPlaces ?? !traits.isDisjoint(with: [.elementwise, .broadcasting]))
    let types = try types(operation)
    return center.indices.map { index in
      guard let value = center[index] else { return nil }
      guard let tensor = value.tensor else { return Estimate(exact: value) }
      let dtype = index < types.count ? types[index].tensor?.dtype ?? tensor.dtype : tensor.dtype
      guard dtype.isFloat, let ulps, let values = tensor.doubles else {
        return Estimate(tensor.inDoubles, dtype: dtype, errors: spread?[index])
      }
      let unit = 2 * ulps * dtype.roundoff + dtype.narrowing
      let errors = values.indices.map { place in
        let magnitude = values[place].magnitude
        let own = (magnitude.isFinite ? unit * magnitude : 0) + tensor.rounding(at: magnitude)
        return own + spare * dtype.roundoff + (spread?[index]?[place] ?? 0)
      }
      return Estimate(tensor.inDoubles, dtype: dtype, errors: Buffer(errors))
    }
  }

  /// How far outputs move while inputs do; `nil` where no input is uncertain.
  private func spread(
    _ operation: any Operator, around center: [Value?], keepsPlaces: Bool
  ) throws(OperatorError) -> [Buffer<Double>?]? {
    let uncertain = uncertain
    guard !uncertain.isEmpty else { return nil }
    for index in uncertain where inputs[index]?.dtype?.isFloat != true {
      guard keepsPlaces, inputs[index]?.dtype?.isInteger == true else {
        throw .unbounded("\(operation.title.name) of an input \(index) that errors may change")
      }
    }
    let corners =
      uncertain.count > 4
      ? [0, (1 << uncertain.count) - 1] : Array(0..<(1 << uncertain.count))
    var widest = center.map { value in
      value?.tensor.map { Array(repeating: 0.0, count: $0.count) }
    }
    for corner in corners {
      var values = values
      for (bit, index) in uncertain.enumerated() {
        values[index] = inputs[index]?.end(upper: corner >> bit & 1 == 1).map { .tensor($0) }
      }
      let moved = try evaluate(operation, values)
      for (output, value) in moved.enumerated() where output < center.count {
        guard let end = value?.tensor, let middle = center[output]?.tensor else { continue }
        guard end.shape == middle.shape else {
          throw .unbounded("\(operation.title.name), whose extents errors may change,")
        }
        if !keepsPlaces, !middle.dtype.isFloat {
          widest[output] = Array(repeating: .infinity, count: middle.count)
        }
        guard let ends = end.numbers, let middles = middle.numbers else { continue }
        for place in ends.indices where ends[place] != middles[place] {
          let distance = (ends[place] - middles[place]).magnitude
          let old = widest[output]?[place] ?? 0
          widest[output]?[place] = distance.isNaN ? .infinity : max(old, distance)
        }
      }
    }
    return widest.map { $0.map { Buffer($0) } }
  }

  /// An operator that sums products of its float inputs, linear in each.
  ///
  /// A sum of K terms in any order, fused or not, has K - 1 additions. No partial sum is larger than the
  /// sum of the terms of one sign, which is `(S + |y|) / 2` with `S = Σ|terms|`; each term itself is
  /// rounded once a product. So `|error| <= u · ((K - 1) · (S + |y|) / 2 + S)`, to first order; the rest
  /// is below a share of `K · u` of it. S and K come from evaluating on |inputs| and on ones.
  ///
  /// - Parameters:
  ///   - terms: K, where ones do not count it.
  ///   - steps: roundings of an element after the sum.
  package func summed(
    _ operation: any Operator, terms: Double? = nil, steps: Double = 0
  ) throws(OperatorError) -> [Estimate?] {
    let center = try evaluate(operation, values)
    for index in uncertain where inputs[index]?.dtype?.isFloat != true {
      throw .unbounded("\(operation.title.name) of an input \(index) that errors may change")
    }
    let sizes = try mapped(operation) { value, _ in value.magnitude }
    let reach =
      uncertain.isEmpty
      ? sizes : try mapped(operation) { value, error in value.magnitude + error }
    let counts = terms == nil ? try mapped(operation) { _, _ in 1 } : []
    let types = try types(operation)
    return center.indices.map { index in
      guard let value = center[index] else { return nil }
      guard let tensor = value.tensor else { return Estimate(exact: value) }
      let dtype = index < types.count ? types[index].tensor?.dtype ?? tensor.dtype : tensor.dtype
      guard dtype.isFloat, let values = tensor.doubles,
        let size = sizes[index]?.tensor?.doubles?.map(\.magnitude),
        let ends = reach[index]?.tensor?.doubles?.map(\.magnitude)
      else { return Estimate(exact: value) }
      let counted = counts.isEmpty ? nil : counts[index]?.tensor?.doubles
      let u = dtype.roundoff
      let errors = values.indices.map { place in
        let count = terms ?? counted?[place] ?? 1
        let (value, total) = (values[place].magnitude, ends[place])
        guard total.isFinite else { return value.isFinite ? Double.infinity : 0 }
        let partial = (total + min(value, total)) / 2
        let own = (max(count - 1, 0) * partial + total) * (1 + count * u) + steps * value
        return u * own + (ends[place] - size[place]).magnitude
      }
      return Estimate(tensor.inDoubles, dtype: dtype, errors: Buffer(errors))
    }
  }

  /// An operator that multiplies up to `terms` of its elements: as ``summed(_:terms:steps:)`` has it, but
  /// without a bound where a partial product may be beyond the normal numbers of a run.
  package func multiplied(
    _ operation: any Operator, terms: Double
  ) throws(OperatorError) -> [Estimate?] {
    let all = try summed(operation, terms: terms)
    let least = try mapped(operation) { value, error in min(max(value.magnitude - error, 0), 1) }
    let greatest = try mapped(operation) { value, error in max(value.magnitude + error, 1) }
    return all.indices.map { index in
      guard let estimate = all[index], let errors = estimate.errors, let dtype = estimate.dtype,
        let tensor = estimate.tensor, let values = tensor.doubles,
        let low = least[index]?.tensor?.doubles, let high = greatest[index]?.tensor?.doubles
      else { return all[index] }
      let own = values.indices.map { place in
        let vanishes = low[place] < dtype.computedLeast && values[place] != 0
        return vanishes || high[place] > dtype.computedGreatest ? .infinity : errors[place]
      }
      return Estimate(tensor, dtype: dtype, errors: Buffer(own))
    }
  }

  /// What the operator makes of float inputs whose elements are changed, given them and their errors.
  private func mapped(
    _ operation: any Operator, _ change: (Double, Double) -> Double
  ) throws(OperatorError) -> [Value?] {
    try evaluate(
      operation,
      inputs.map { input in
        guard let input, let tensor = input.tensor, input.dtype?.isFloat == true,
          let numbers = tensor.doubles
        else { return input?.value }
        let changed = numbers.indices.map { change(numbers[$0], input.errors?[$0] ?? 0) }
        return (try? Tensor(changed, shape: tensor.shape)).map { .tensor($0) }
      })
  }
}

extension Estimate {
  /// The numbers at one end of what they may be.
  fileprivate func end(upper: Bool) -> Tensor? {
    guard let tensor, let errors, let dtype, let numbers = tensor.numbers else { return nil }
    let moved = numbers.indices.map { numbers[$0] + (upper ? errors[$0] : -errors[$0]) }
    if dtype.isFloat { return try? Tensor(moved, shape: tensor.shape) }
    let (bits, isSigned) = (dtype.bitWidth, dtype.isSignedInteger)
    let top = Double(sign: .plus, exponent: min(isSigned ? bits - 1 : bits, 62), significand: 1)
    let wide = moved.map { Int64(max(isSigned ? -top : 0, min(top - 1, $0))) }
    return try? Tensor(narrowing: .int(Buffer(wide)), to: dtype, shape: tensor.shape)
  }
}

extension Tensor {
  /// What its own type, where that is none of doubles, rounds off a number of this magnitude: some
  /// operators give float32 whatever they take.
  package func rounding(at magnitude: Double) -> Double {
    guard dtype != .double, let format = dtype.floatFormat, magnitude.isFinite else { return 0 }
    return format.halfUnit(at: magnitude)
  }

  /// The elements as doubles, booleans as 0 and 1; `nil` of strings and complex numbers.
  package var numbers: [Double]? { doubles ?? integers.map { $0.map(Double.init) } }
}

extension DType {
  /// What rounding from the computing type adds to a result that is already rounded there: nothing
  /// where the two are one.
  fileprivate var narrowing: Double {
    guard let format = floatFormat else { return 0 }
    return format.epsilon > 2 * roundoff ? roundoff : 0
  }
}
