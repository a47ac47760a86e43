package import Tensors

/// A value as exact arithmetic makes it, and how far from it a right run may be.
package struct Estimate: Sendable {
  /// Floats are doubles, whatever their type: what the type rounds away is among the errors.
  package let value: Value
  /// The type in which a run keeps a tensor's elements; `nil` of other values.
  package let dtype: DType?
  /// How far each element of a run may be off before it is rounded to ``dtype``; infinite where
  /// nothing is stated of an element. `nil` where every bit is defined.
  package let errors: Buffer<Double>?

  package init(_ tensor: Tensor, dtype: DType, errors: Buffer<Double>?) {
    value = .tensor(tensor)
    self.dtype = dtype
    self.errors = errors
  }

  /// A value that is given.
  package init(exact value: Value) {
    self.value = value.tensor.map { .tensor($0.inDoubles) } ?? value
    dtype = value.tensor?.dtype
    errors = nil
  }

  package var tensor: Tensor? { value.tensor }
  /// Whether a run may differ in some element.
  package var isUncertain: Bool { errors?.contains { $0 != 0 } ?? false }

  /// The value in its own type, each element rounded.
  package var native: Value {
    guard let dtype, let tensor, dtype.isFloat, let wide = tensor.widened(.double),
      let narrowed = try? Tensor(narrowing: wide, to: dtype, shape: tensor.shape)
    else { return value }
    return .tensor(narrowed)
  }

  /// What a run keeps: half a unit in the last place of the type is added where a result was computed.
  package var kept: Estimate {
    guard let dtype, let tensor, let errors, let format = dtype.floatFormat,
      let values = tensor.doubles, let rounded = native.tensor?.doubles
    else { return self }
    // What is exact and a number of the type stays one.
    let widened = values.indices.map { place in
      errors[place] == 0 && rounded[place] == values[place]
        ? 0 : errors[place] + format.halfUnit(at: values[place].magnitude + errors[place])
    }
    return Estimate(tensor, dtype: dtype, errors: Buffer(widened))
  }

  /// The type as a run has it.
  package var type: ValueType {
    let type = ValueType(of: value)
    guard let dtype, let tensor = type.tensor else { return type }
    return .tensor(TensorType(dtype, tensor.dims))
  }
}

extension Tensor {
  /// The same numbers as doubles, of a float tensor.
  package var inDoubles: Tensor {
    guard dtype.isFloat, let wide = widened(.double),
      let doubles = try? Tensor(narrowing: wide, to: .double, shape: shape)
    else { return self }
    return doubles
  }
}

extension FloatFormat {
  /// Half the distance of the numbers of this format around one of this magnitude.
  package func halfUnit(at magnitude: Double) -> Double {
    guard magnitude.isFinite else { return .infinity }
    let spacing = magnitude == 0 ? 0 : magnitude.binade * epsilon
    return max(spacing, unit) / 2
  }

  /// The least normal number.
  package var leastNormal: Double { unit / epsilon }
}

extension DType {
  /// The unit roundoff of the type in which a right run computes with this one: floats of 32 bits and
  /// less in float32.
  package var roundoff: Double { isDoubleWide ? 0x1p-53 : 0x1p-24 }

  /// The largest number that such a run may meet.
  package var computedGreatest: Double {
    isDoubleWide ? .greatestFiniteMagnitude : Double(Float.greatestFiniteMagnitude)
  }

  /// The least normal number of such a run.
  package var computedLeast: Double {
    isDoubleWide ? .leastNormalMagnitude : Double(Float.leastNormalMagnitude)
  }

  private var isDoubleWide: Bool { self == .double || self == .complex128 }
}
