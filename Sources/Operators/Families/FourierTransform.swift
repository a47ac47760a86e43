import Graphs
import Tensors

/// A discrete Fourier transform of many runs of one tensor.
///
/// `Y[o, k, i] = s Σ_n X[o, n, i] · W[n] · e^(∓2πj k n / N)`. With `mirrors` the terms past half the
/// length are the conjugates of those before, and only the real part comes out.
///
/// - Types: complex signals in their wide type, real ones and real results in double where there is
///   one, rounded once.
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
  private var lines: Int { runs * inner }
  private var isReal: Bool { parts == 1 || mirrors }

  /// Whether the transform of a tensor of this type is computed in double.
  func isWide(_ dtype: DType) -> Bool { isReal || dtype == .double }

  /// - Throws: `.mismatch` for more terms than the host lists parts of a turn.
  static func check(length: Int) throws(OperatorError) {
    guard length <= 1 << 26 else {
      throw .mismatch("a transform of \(length) terms is longer than \(1 << 26)")
    }
  }

  /// The cosines and signed sines of the N-th parts of a turn, exact at quarters.
  private var circle: [(Double, Double)] {
    let sign = isInverse ? 1.0 : -1.0
    return (0..<length).map { k in
      switch 4 * k {
      case 0: return (1, 0)
      case length: return (0, sign)
      case 2 * length: return (-1, 0)
      case 3 * length: return (0, -sign)
      default:
        let angle = 2 * .pi * Double(k) / Double(length)
        return (Double.cos(angle), sign * Double.sin(angle))
      }
    }
  }

  /// What evaluating takes: wide copies, the parts of a turn in two types, and each thread's line.
  func scratch(_ request: ScratchRequest, _ dtype: DType) -> ByteCount {
    let wide = ScratchRequest(
      inputs: request.inputs, outputs: request.outputs,
      precision: isWide(dtype) ? .double : request.precision)
    return wide.wideCopies + .of(length, Double.self) * (4 + 8 * Parallel.threadCount)
  }

  func run<F: WideFloat>(_ x: Buffer<F>, window: Buffer<F>?) -> Buffer<F> {
    let passes = FourierPasses(length: length)
    let circle = circle.map { (F($0.0), F($0.1)) }
    let scale = isInverse ? F(1 / Double(length)) : 1
    return Buffer(count: lines * outputs * outputParts) { out in
      let output = SendablePointer(out)
      Parallel.forEach(lines, grain: max(1, (1 << 12) / length)) { range in
        for line in range {
          var (real, imaginary) = (
            [F](repeating: 0, count: length), [F](repeating: 0, count: length)
          )
          for n in 0..<length {
            (real[n], imaginary[n]) = term(n, of: line, x, window)
          }
          passes.run(&real, &imaginary, circle: circle)
          for k in 0..<outputs {
            let place = ((line / inner * outputs + k) * inner + line % inner) * outputParts
            output.base[place] = real[k] * scale
            if !mirrors { output.base[place + 1] = imaginary[k] * scale }
          }
        }
      }
    }
  }

  private func term<F: WideFloat>(
    _ n: Int, of line: Int, _ x: Buffer<F>, _ window: Buffer<F>?
  ) -> (F, F) {
    let isMirrored = mirrors && 2 * n > length
    let term = isMirrored ? length - n : n
    guard term < terms else { return (0, 0) }
    let run = line / inner
    let start = run / frames * batchStep + run % frames * frameStep + line % inner * parts
    let place = start + term * inner * parts
    let weight = window?[n] ?? 1
    let imaginary = parts == 1 ? 0 : x[place + 1] * weight
    return (x[place] * weight, isMirrored ? -imaginary : imaginary)
  }

  func lowered(
    _ dtype: DType, window: (input: Int, dtype: DType)?, on device: DeviceTraits
  ) -> Lowering {
    let passes = FourierPasses(length: length).passes
    let isWide = isWide(dtype) && device.hasFloat64
    let wide: DType = isWide ? .double : .float
    let most = passes.map(\.radix).max() ?? 1
    guard most * most <= device.tripBudget else {
      return .host(.device("a transform of \(most) points in one invocation"))
    }
    func words(_ values: [Double]) -> [Int] {
      isWide
        ? values.flatMap { [Int($0.bitPattern & 0xffff_ffff), Int($0.bitPattern >> 32)] }
        : values.map { Int(Float($0).bitPattern) }
    }
    let circle = circle
    let defines = ["C": isWide ? "double" : "float", "IS_WIDE": isWide ? "1" : "0"]
    let geometry: [Parameter] = [
      .uint("frames", frames), .uint("batch_step", batchStep), .uint("frame_step", frameStep),
      .uint("inner", max(inner, 1)), .uint("parts", parts), .uint("terms", terms),
      .uint("len", length), .uint("outputs", outputs),
    ]
    var dispatches = [
      Dispatch(
        "FourierTransform.Load.comp",
        defines: defines.merging(mirrors ? ["MIRRORS": "1"] : [:]) { $1 },
        bindings: [.read("x", .input(0), dtype)]
          + (window.map { [.read("window", .input($0.input), $0.dtype)] } ?? [])
          + [.write("a", .scratch(0), wide)],
        parameters: [.uint("count", lines * length)] + geometry,
        invocations: (lines * length, 1, 1), localSize: [256, 1, 1])
    ]
    for (number, pass) in passes.enumerated() {
      let count = lines * length / pass.radix
      dispatches.append(
        Dispatch(
          "FourierTransform.Pass.comp",
          defines: defines.merging(["RADIX": String(pass.radix)]) { $1 },
          bindings: [
            .read("a", .scratch(number % 2), wide), .write("b", .scratch((number + 1) % 2), wide),
          ],
          parameters: [
            .uint("count", count), .uint("len", length), .uint("before", pass.before),
            .uint("after", pass.after), .uints("cosines", words(circle.map(\.0))),
            .uints("sines", words(circle.map(\.1))),
          ], invocations: (count, 1, 1), tripBound: pass.radix * pass.radix))
    }
    let count = lines * outputs
    dispatches.append(
      Dispatch(
        "FourierTransform.Store.comp",
        defines: defines.merging(mirrors ? ["MIRRORS": "1"] : [:]) { $1 },
        bindings: [
          .read("a", .scratch(passes.count % 2), wide), .write("y", .output(0), dtype),
        ],
        parameters: [
          .uint("count", count), .uints("scale", words([isInverse ? 1 / Double(length) : 1])),
        ] + geometry, invocations: (count, 1, 1), localSize: [256, 1, 1]))
    return .dispatches(
      dispatches,
      scratch: Array(repeating: TensorType(wide, [max(1, 2 * lines * length)]), count: 2))
  }
}
