import Graphs
import Tensors

extension ScratchRequest {
  /// The copies of a cast: by way of doubles or of the widest integers, texts by way of both.
  func cast(_ index: Int, to target: DType) -> ByteCount {
    guard index < inputs.types.count, let source = inputs.types[index]?.tensor?.dtype else {
      return .zero
    }
    if source == target { return .zero }
    let wide = ByteCount.of(count(index), Double.self)
    return wide * (source == .string || target == .string ? 6 : 2)
  }

  /// The copy of an input in the run's floats, integers by way of the widest ones.
  func floats(_ index: Int) -> ByteCount {
    guard index < inputs.types.count, let type = inputs.types[index], let tensor = type.tensor
    else {
      return .zero
    }
    guard tensor.dtype.isInteger else { return wideCopy(type) }
    let float = precision == .native ? MemoryLayout<Float>.size : MemoryLayout<Double>.size
    return wideCopy(type) + ByteCount(count(index) ?? .max) * float
  }

  /// A quantised input less its zero point: by way of its unsigned and its signed integers.
  func centered(_ index: Int) -> ByteCount { .of(count(index), Int64.self) * 3 }
}
