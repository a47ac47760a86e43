import Graphs
import Tensors

/// How an update joins what is there.
enum ScatterReduction: String, Sendable {
  case none, add, mul, max, min

  init(_ name: String?) throws(OperatorError) {
    guard let reduction = Self(rawValue: name ?? "none") else {
      throw .attribute(
        "reduction", found: "'\(name ?? "")'", expected: "none, add, mul, max or min")
    }
    self = reduction
  }

  /// A NaN on either side makes the greatest and the least a NaN.
  @inline(__always)
  func apply<T: WideNumber>(_ a: T, _ b: T, sum: (T, T) -> T, product: (T, T) -> T) -> T {
    switch self {
    case .none: b
    case .add: sum(a, b)
    case .mul: product(a, b)
    case .max: a != a ? a : b != b || b > a ? b : a
    case .min: a != a ? a : b != b || b < a ? b : a
    }
  }
}

extension Tensor {
  /// This tensor with blocks of `updates` written or folded into it, in their order.
  ///
  /// - Precondition: each of `starts` plus `length` lies inside the tensor.
  func scattering(
    _ updates: Tensor, at starts: [Int], of length: Int, _ reduction: ScatterReduction,
    _ precision: Precision
  ) throws(OperatorError) -> Tensor {
    guard updates.dtype == dtype else {
      throw .wrongType(input: 2, found: updates.dtype.name, expected: dtype.name)
    }
    if reduction == .none {
      return try BlockScattering(count: count, starts: starts, length: length)(
        [self, updates], shape: shape)
    }
    func fold<T: WideNumber>(
      _ x: Buffer<T>, _ u: Buffer<T>, sum: (T, T) -> T, product: (T, T) -> T
    ) -> Buffer<T> {
      Buffer(count: x.count) { out in
        guard let target = out.baseAddress else { return }
        target.initialize(from: x.base, count: x.count)
        for k in 0..<starts.count {
          let (row, given) = (target + starts[k], u.base + k * length)
          for j in 0..<length {
            row[j] = reduction.apply(row[j], given[j], sum: sum, product: product)
          }
        }
        withExtendedLifetime((x, u)) {}
      }
    }
    let wide: WideBuffer
    switch (widened(precision), updates.widened(precision)) {
    case (.float(let x), .float(let u)): wide = .float(fold(x, u, sum: +, product: *))
    case (.double(let x), .double(let u)): wide = .double(fold(x, u, sum: +, product: *))
    case (.int(let x), .int(let u)): wide = .int(fold(x, u, sum: &+, product: &*))
    case (.uint(let x), .uint(let u)): wide = .uint(fold(x, u, sum: &+, product: &*))
    default:
      throw .unsupported("a scatter that reduces \(dtype.name) with \(reduction.rawValue)")
    }
    return try tensors { () throws(TensorError) in
      try Tensor(narrowing: wide, to: dtype, shape: shape)
    }
  }
}

private struct BlockScattering: WordMovement {
  let count: Int
  let starts: [Int]
  let length: Int

  func write<W: Sendable>(_ y: UnsafeMutablePointer<W>, from x: [Buffer<W>]) {
    y.initialize(from: x[0].base, count: count)
    for k in 0..<starts.count {
      (y + starts[k]).update(from: x[1].base + k * length, count: length)
    }
  }
}

/// A scatter on the GPU: one target an update element, then ordered writes.
struct ScatterLowering {
  let data: (dtype: DType, shape: Shape)
  /// The update elements that one invocation of a reduction folds in order: `lanes · depth` in all,
  /// element `(outer · depth + j) · inner + lane`.
  let count: Int
  let depth: Int
  let inner: Int
  let reduction: ScatterReduction

  /// - Parameter targets: the dispatch that writes each update element's offset in the data, or
  ///   2³² - 1 for none, into scratch 0, `targets`.
  func lower(_ targets: Dispatch, _ device: DeviceTraits) -> Lowering {
    let size = data.shape.count
    let list = TensorType(.uint32, Shape([max(count, 1)]))
    guard count > 0 else { return .views([0]) }
    if reduction == .none {
      let carrier = data.dtype.carrier
      return .dispatches(
        [
          targets, .convert(.input(0), carrier, .output(0), carrier, count: size),
          .fill(.scratch(1), Tensor(scalar: UInt32(0)), count: size),
          Dispatch(
            "Indexing/ScatterClaim.comp",
            bindings: [
              .read("targets", .scratch(0), .uint32), .readWrite("owner", .scratch(1), .uint32),
            ], parameters: [.uint("count", count), .uint("size", size)],
            invocations: (count, 1, 1), localSize: [256, 1, 1]),
          Dispatch(
            "Indexing/ScatterWrite.comp",
            bindings: [
              .read("targets", .scratch(0), .uint32), .read("owner", .scratch(1), .uint32),
              .read("updates", .input(2), carrier), .readWrite("y", .output(0), carrier),
            ], parameters: [.uint("count", count), .uint("size", size)],
            invocations: (count, 1, 1), localSize: [256, 1, 1]),
        ], scratch: [list, TensorType(.uint32, Shape([max(size, 1)]))])
    }
    guard data.dtype.isFloat || data.dtype.isInteger else { return .host(.noKernel) }
    if data.dtype == .double, !device.hasFloat64 { return .host(.device("64-bit floats")) }
    // The interpreter rounds small floats once, after the last update.
    let isWidened = data.dtype.isFloat && data.dtype.byteWidth < 4
    let work = isWidened ? DType.float : data.dtype
    let place: Binding.Resource = isWidened ? .scratch(1) : .output(0)
    var dispatches = [targets, .convert(.input(0), data.dtype, place, work, count: size)]
    let step = max(1, device.tripBudget / 2)
    for first in stride(from: 0, to: depth, by: step) {
      let last = min(first + step, depth)
      dispatches.append(
        Dispatch(
          "Indexing/ScatterReduce.comp", defines: ["REDUCES_\(reduction.rawValue)": "1"],
          bindings: [
            .read("targets", .scratch(0), .uint32), .read("updates", .input(2), data.dtype),
            .readWrite("y", place, work),
          ],
          parameters: [
            .uint("lanes", count / depth), .uint("inner", inner), .uint("depth", depth),
            .uint("first", first), .uint("last", last), .uint("size", size),
          ], invocations: (count / depth, 1, 1), tripBound: last - first))
    }
    if isWidened {
      dispatches.append(.convert(place, work, .output(0), data.dtype, count: size))
    }
    return .dispatches(
      dispatches, scratch: [list] + (isWidened ? [TensorType(.float, Shape([max(size, 1)]))] : []))
  }
}

extension Dispatch {
  /// Copies `count` elements from one type to another that computes in the same one.
  static func convert(
    _ source: Binding.Resource, _ from: DType, _ target: Binding.Resource, _ to: DType, count: Int
  ) -> Dispatch {
    Dispatch(
      "Movement/Convert.comp", bindings: [.read("x", source, from), .write("y", target, to)],
      parameters: [.uint("count", count)], invocations: (count, 1, 1), localSize: [256, 1, 1])
  }
}
