// Holds a function's results for every float32 against the C library's: how far the float32 kernels are
// off, and whether what the interpreter computes in double rounds to the nearest float32.
//
// Usage: sweep FUNCTION STATE. STATE keeps what is done, a line a part, so that an interrupted sweep goes on.

import Foundation

/// Inputs of one part: those whose bits begin with the same byte.
let partCount = 256
let partSize = 1 << 24
let blockSize = 1 << 14

struct Findings {
  /// Ulps of float32 between the kernel's result and the exact one.
  var floatError = 0.0
  var floatAt: Float = 0
  /// Ulps of double between the double result and the exact one, where they are two or more apart.
  var doubleError = 0.0
  var doubleAt: Float = 0
  /// Inputs whose double result does not round to the float32 that is nearest.
  var misrounded = 0
  var misroundedAt: Float = 0
  /// Inputs that binary128 was asked of: results that lie within 2^-45 of the middle of two numbers, or
  /// that differ.
  var asked = 0
  /// Inputs of which a result is a NaN, an infinity or a zero that the C library does not have.
  var otherClass = 0
  var otherAt: Float = 0

  var line: String {
    func bits(_ x: Float) -> String { String(x.bitPattern, radix: 16) }
    return "\(floatError) \(bits(floatAt)) \(doubleError) \(bits(doubleAt)) \(misrounded) "
      + "\(bits(misroundedAt)) \(asked) \(otherClass) \(bits(otherAt))"
  }

  init() {}

  init?(_ line: Substring) {
    let words = line.split(separator: " ")
    guard words.count == 9, let floatError = Double(words[0]), let doubleError = Double(words[2]),
      let misrounded = Int(words[4]), let asked = Int(words[6]), let otherClass = Int(words[7])
    else { return nil }
    func float(_ word: Substring) -> Float { Float(bitPattern: UInt32(word, radix: 16) ?? 0) }
    (self.floatError, floatAt) = (floatError, float(words[1]))
    (self.doubleError, doubleAt) = (doubleError, float(words[3]))
    (self.misrounded, misroundedAt) = (misrounded, float(words[5]))
    (self.asked, self.otherClass, otherAt) = (asked, otherClass, float(words[8]))
  }

  mutating func add(_ other: Findings) {
    if other.floatError > floatError { (floatError, floatAt) = (other.floatError, other.floatAt) }
    if other.doubleError > doubleError {
      (doubleError, doubleAt) = (other.doubleError, other.doubleAt)
    }
    if misrounded == 0 { misroundedAt = other.misroundedAt }
    if otherClass == 0 { otherAt = other.otherAt }
    misrounded += other.misrounded
    asked += other.asked
    otherClass += other.otherClass
  }
}

struct Function {
  let name: String
  let number: Int32
  /// The kernel over vectors; `nil` where only the scalar function is there.
  let kernel: wonnx_function?
  let float: (Float) -> Float
  let double: (Double) -> Double
}

let functions: [(String, wonnx_function?, (Float) -> Float, (Double) -> Double)] = [
  ("acos", WONNX_ACOS, { .acos($0) }, { .acos($0) }),
  ("acosh", WONNX_ACOSH, { .acosh($0) }, { .acosh($0) }),
  ("asin", WONNX_ASIN, { .asin($0) }, { .asin($0) }),
  ("asinh", WONNX_ASINH, { .asinh($0) }, { .asinh($0) }),
  ("atan", WONNX_ATAN, { .atan($0) }, { .atan($0) }),
  ("atanh", WONNX_ATANH, { .atanh($0) }, { .atanh($0) }),
  ("cos", WONNX_COS, { .cos($0) }, { .cos($0) }),
  ("cosh", WONNX_COSH, { .cosh($0) }, { .cosh($0) }),
  ("erf", WONNX_ERF, { .erf($0) }, { .erf($0) }), ("erfc", nil, { .erfc($0) }, { .erfc($0) }),
  ("exp", WONNX_EXP, { .exp($0) }, { .exp($0) }),
  ("expm1", nil, { .expm1($0) }, { .expm1($0) }),
  ("log", WONNX_LOG, { .log($0) }, { .log($0) }),
  ("log10", nil, { .log10($0) }, { .log10($0) }),
  ("log1p", nil, { .log1p($0) }, { .log1p($0) }),
  ("log2", nil, { .log2($0) }, { .log2($0) }), ("sin", WONNX_SIN, { .sin($0) }, { .sin($0) }),
  ("sinh", WONNX_SINH, { .sinh($0) }, { .sinh($0) }),
  ("sqrt", WONNX_SQRT, { $0.squareRoot() }, { $0.squareRoot() }),
  ("tan", WONNX_TAN, { .tan($0) }, { .tan($0) }),
  ("tanh", WONNX_TANH, { .tanh($0) }, { .tanh($0) }),
]

extension Function {
  func swept(_ part: Int) -> Findings {
    var findings = Findings()
    var x = [Float](repeating: 0, count: blockSize)
    var (y, wide) = (x, [Double](repeating: 0, count: blockSize))
    var exact = wide
    for block in 0..<partSize / blockSize {
      let first = UInt32(part * partSize + block * blockSize)
      for place in 0..<blockSize { x[place] = Float(bitPattern: first + UInt32(place)) }
      if let kernel {
        wonnx_smap(wonnx_map(function: kernel, alpha: 0, beta: 0), x, &y, blockSize)
      } else {
        for place in 0..<blockSize { y[place] = float(x[place]) }
      }
      for place in 0..<blockSize { wide[place] = double(Double(x[place])) }
      reference_doubles(number, x, &exact, blockSize)
      for place in 0..<blockSize {
        judge(x[place], y[place], wide[place], exact[place], &findings)
      }
    }
    return findings
  }

  private func judge(
    _ x: Float, _ y: Float, _ wide: Double, _ exact: Double, _ findings: inout Findings
  ) {
    if exact.isNaN {
      if !y.isNaN || !wide.isNaN { note(x, &findings) }
      return
    }
    // What the sum of a double beyond float32's range rounds to.
    let nearest = Float(exact)
    if !exact.isFinite || exact == 0 || !nearest.isFinite {
      let isRight = wide == exact || (exact.isFinite && Float(wide) == nearest)
      if !isRight || y != nearest || y.sign != nearest.sign { note(x, &findings) }
      return
    }
    if !y.isFinite || !wide.isFinite {
      note(x, &findings)
      return
    }
    let unit = max(Double(nearest.ulp), 0x1p-149)
    let error = (Double(y) - exact).magnitude / unit
    if error > findings.floatError { (findings.floatError, findings.floatAt) = (error, x) }
    let steps = (wide - exact).magnitude
    // The middle of two numbers of float32 ends in a one at the 25th digit, and zeros.
    let tail = exact.bitPattern & 0x1fff_ffff
    let isNearMiddle = tail >= 0x0fff_ff00 && tail <= 0x1000_0100 || nearest.isSubnormal
    guard isNearMiddle || steps >= 2 * exact.ulp || Float(wide) != nearest else { return }
    findings.asked += 1
    var ulps = 0.0
    let right = reference_nearest(number, x, wide, &ulps)
    if ulps > findings.doubleError { (findings.doubleError, findings.doubleAt) = (ulps, x) }
    guard Float(wide) != right else { return }
    if findings.misrounded == 0 { findings.misroundedAt = x }
    findings.misrounded += 1
  }

  private func note(_ x: Float, _ findings: inout Findings) {
    if findings.otherClass == 0 { findings.otherAt = x }
    findings.otherClass += 1
  }
}

let arguments = CommandLine.arguments
guard arguments.count == 3, let row = functions.first(where: { $0.0 == arguments[1] }),
  reference_function(row.0) >= 0
else {
  print("usage: sweep FUNCTION STATE, with \(functions.map(\.0).joined(separator: ", "))")
  exit(2)
}
let function = Function(
  name: row.0, number: reference_function(row.0), kernel: row.1, float: row.2, double: row.3)
var whole = Findings()
var done = 0
let state = (try? String(contentsOfFile: arguments[2], encoding: .utf8)) ?? ""
for line in state.split(separator: "\n") {
  guard let part = Findings(line) else { break }
  whole.add(part)
  done += 1
}
guard let file = fopen(arguments[2], done == 0 ? "w" : "a") else {
  print("\(arguments[2]) can't be written")
  exit(4)
}
for part in done..<partCount {
  let findings = function.swept(part)
  fputs(findings.line + "\n", file)
  fflush(file)
  whole.add(findings)
}
func ulps(_ error: Double) -> String { String(format: "%.3f", error) }
func at(_ x: Float, _ isSomewhere: Bool) -> String { isSomewhere ? " at \(x)" : "" }
print(
  [
    function.name, function.kernel == nil ? "scalar" : "kernel",
    ulps(whole.floatError) + at(whole.floatAt, whole.floatError > 0), "\(whole.misrounded)"
      + at(whole.misroundedAt, whole.misrounded > 0),
    whole.doubleError < 2 ? "< 3" : ulps(whole.doubleError) + at(whole.doubleAt, true),
    "\(whole.asked)", "\(whole.otherClass)" + at(whole.otherAt, whole.otherClass > 0),
  ].joined(separator: "\t"))
