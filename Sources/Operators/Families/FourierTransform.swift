import Graphs
import Tensors

/// A discrete Fourier transform of many runs of one tensor.
///
/// `Y[o, k, i] = s Σ_n X[o, n, i] · W[n] · e^(∓2πj k n / N)`, in double, rounded once. With `mirrors`
/// the terms past half the length are the conjugates of those before, and only the real part comes out.
struct FourierTransform: Sendable {
  /// Runs are numbered `batch · frames + frame`.
  var runs: Int
  var frames = 1
  var batchStep: Int
  var frameStep = 0
  /// Elements side by side that are transformed alike; each has `parts` numbers.
  var inner = 1
  /// 1 for real numbers, 2 for complex ones.
  var parts: Int
  /// How many terms the input has.
  var terms: Int
  /// N.
  var length: Int
  var outputs: Int
  var isInverse = false
  var mirrors = false

  private var outputParts: Int { mirrors ? 1 : 2 }
  var count: Int { runs * outputs * inner }

  /// The cosines and sines of `2πk / N`, exact at quarters.
  var circle: [(Double, Double)] {
    (0..<max(length, 1)).map { k in
      switch 4 * k {
      case 0: (1, 0)
      case length: (0, 1)
      case 2 * length: (-1, 0)
      case 3 * length: (0, -1)
      default:
        (
          Double.cos(2 * .pi * Double(k) / Double(length)),
          Double.sin(2 * .pi * Double(k) / Double(length))
        )
      }
    }
  }

  func run<F: WideFloat>(_ x: Buffer<F>, window: Buffer<F>?) -> Buffer<Double> {
    let circle = circle
    let (limit, sign) = (mirrors ? length : min(terms, length), isInverse ? 1.0 : -1.0)
    let y = UnsafeMutablePointer<Double>.allocate(capacity: max(1, count * outputParts))
    defer { y.deallocate() }
    let output = SendablePointer(y)
    Parallel.forEach(count, grain: 64) { range in
      for item in range {
        let (i, k, o) = (item % inner, item / inner % outputs, item / inner / outputs)
        let start = o / frames * batchStep + o % frames * frameStep + i * parts
        var (real, imaginary, angle) = (0.0, 0.0, 0)
        for n in 0..<limit {
          let isMirrored = mirrors && 2 * n > length
          let term = isMirrored ? length - n : n
          if term < terms {
            let place = start + term * inner * parts
            let weight = window.map { Double($0[n]) } ?? 1
            let a = Double(x[place]) * weight
            let b = parts == 1 ? 0 : Double(x[place + 1]) * weight * (isMirrored ? -1 : 1)
            let (cosine, sine) = (circle[angle].0, sign * circle[angle].1)
            real += a * cosine - b * sine
            imaginary += a * sine + b * cosine
          }
          angle += k
          if angle >= length { angle -= length }
        }
        let scale = isInverse ? Double(length) : 1
        output.base[item * outputParts] = real / scale
        if !mirrors { output.base[item * 2 + 1] = imaginary / scale }
      }
    }
    return Buffer(count: count * outputParts) {
      $0.baseAddress?.initialize(from: y, count: count * outputParts)
    }
  }

  func lowered(
    _ dtype: DType, window: (input: Int, dtype: DType)?, on device: DeviceTraits
  ) -> Lowering {
    guard length <= device.tripBudget else { return .host(.device("loops over \(length) terms")) }
    func words(_ values: [Double]) -> [Int] { values.map { Int(Float($0).bitPattern) } }
    let circle = circle
    var parameters: [Parameter] = [
      .uint("count", count), .uint("frames", frames), .uint("batch_step", batchStep),
      .uint("frame_step", frameStep), .uint("inner", max(inner, 1)), .uint("parts", parts),
      .uint("terms", terms), .uint("len", length), .uint("outputs", max(outputs, 1)),
      .uint("limit", mirrors ? length : min(terms, length)),
      .uints("cosines", words(circle.map(\.0))), .uints("sines", words(circle.map(\.1))),
    ]
    if device.hasFloat64 {
      // What a float leaves of each number; their sum has twice its digits.
      func rest(_ value: Double) -> Double { value - Double(Float(value)) }
      parameters.append(.uints("cosine_rests", words(circle.map { rest($0.0) })))
      parameters.append(.uints("sine_rests", words(circle.map { rest($0.1) })))
    }
    var defines = ["C": device.hasFloat64 ? "double" : "float"]
    if device.hasFloat64 { defines["IS_WIDE"] = "1" }
    if isInverse { defines["IS_INVERSE"] = "1" }
    if mirrors { defines["MIRRORS"] = "1" }
    return .dispatches([
      Dispatch(
        "FourierTransform.comp", defines: defines,
        bindings: [.read("x", .input(0), dtype)]
          + (window.map { [.read("window", .input($0.input), $0.dtype)] } ?? [])
          + [.write("y", .output(0), dtype)],
        parameters: parameters, invocations: (count, 1, 1), tripBound: length)
    ])
  }
}
