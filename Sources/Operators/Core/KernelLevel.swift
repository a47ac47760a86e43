import CKernels
import Foundation

/// Sets of instructions for which the interpreter's kernels are compiled, each a superset of the former.
/// Results do not depend on which one is used.
package enum KernelLevel: String, CaseIterable, Sendable {
  /// What every x86-64 processor has, and the only one elsewhere.
  case portable
  case avx2, avx512

  private var number: wonnx_level {
    switch self {
    case .portable: WONNX_LEVEL_PORTABLE
    case .avx2: WONNX_LEVEL_AVX2
    case .avx512: WONNX_LEVEL_AVX512
    }
  }

  private init(_ level: wonnx_level) {
    self = Self.allCases.first { $0.number == level } ?? .portable
  }

  /// The highest one of this processor.
  package static var best: Self { Self(wonnx_kernels_best()) }

  /// The highest one that `WONNX_LEVEL` allows; `nil` where it is not set.
  package static let limit: Self? = asked.flatMap { Self(rawValue: $0) }

  private static let asked = ProcessInfo.processInfo.environment["WONNX_LEVEL"]

  /// Keeps the process at or below ``limit``.
  ///
  /// - Returns: what is wrong with `WONNX_LEVEL`.
  package static func obeyEnvironment() -> String? {
    guard let asked else { return nil }
    guard let limit else {
      let names = allCases.map(\.rawValue).joined(separator: ", ")
      return "WONNX_LEVEL is '\(asked)'; it may be \(names)."
    }
    guard limit.number.rawValue <= best.number.rawValue else {
      return "WONNX_LEVEL is '\(asked)', but this processor has no more than \(best.rawValue)."
    }
    wonnx_kernels_limit(limit.number)
    return nil
  }
}
