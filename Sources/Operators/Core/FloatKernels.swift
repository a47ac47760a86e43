import CKernels

/// The kernel of a function of one element, with its parameters.
typealias FloatMap = wonnx_map
/// The kernel of a function of two elements.
typealias FloatPairing = wonnx_pairing

extension FloatMap {
  init(_ function: wonnx_function, alpha: Float = 0, beta: Float = 0) {
    self.init(function: function, alpha: alpha, beta: beta)
  }
}

// Kernels are of floats; doubles take the loops that are compiled here.
extension WideFloat {
  static func fill(
    _ y: UnsafeMutablePointer<Self>, _ map: FloatMap?, _ x: UnsafePointer<Self>, _ count: Int
  ) -> Bool { false }

  static func fill(
    _ y: UnsafeMutablePointer<Self>, _ count: Int, _ pairing: FloatPairing?,
    _ a: UnsafePointer<Self>, step stepA: Int, _ b: UnsafePointer<Self>, step stepB: Int
  ) -> Bool { false }
}

extension Float {
  /// `y[i] = f(x[i])`, where there is a kernel; y may be x.
  static func fill(
    _ y: UnsafeMutablePointer<Float>, _ map: FloatMap?, _ x: UnsafePointer<Float>, _ count: Int
  ) -> Bool {
    guard let map else { return false }
    wonnx_smap(map, x, y, count)
    return true
  }

  /// `y[i] = f(a[i · stepA], b[i · stepB])`, where there is a kernel; y may be an operand of step 1.
  static func fill(
    _ y: UnsafeMutablePointer<Float>, _ count: Int, _ pairing: FloatPairing?,
    _ a: UnsafePointer<Float>, step stepA: Int, _ b: UnsafePointer<Float>, step stepB: Int
  ) -> Bool {
    guard let pairing, max(stepA, stepB) <= 1 else { return false }
    wonnx_szip(pairing, a, stepA, b, stepB, y, count)
    return true
  }
}
