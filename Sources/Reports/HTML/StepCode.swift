internal import Glibc
internal import Harness
internal import Tensors

/// One run of a result's history as one character.
enum StepCode {
  /// Where a run had no such result, or no number for it.
  static let none: UInt8 = UInt8(ascii: ".")
  private static let digits = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

  /// `a` for the first family of statuses and so on; a capital for a flake.
  static func status(_ step: Trail.Step?, _ families: inout [String: UInt8]) -> UInt8 {
    guard let step else { return none }
    let letter = families[step.status] ?? Self.letter(step.status)
    families[step.status] = letter
    return step.isFlake ? letter - 32 : letter
  }

  private static func letter(_ status: String) -> UInt8 {
    let family = status.prefix { $0 != ":" }
    let place = Status.families.firstIndex { $0 == family } ?? Status.families.count
    return UInt8(ascii: "a") + UInt8(place)
  }

  /// A share of a bound: 48 steps up to the whole, then one a doubling.
  static func share(_ share: Double?) -> UInt8 {
    guard let share, !share.isNaN else { return none }
    if share <= 0 { return digits[0] }
    if share <= 1 { return digits[1 + Int(saturating: (share * 47).rounded())] }
    return digits[48 + min(15, Int(saturating: log2(min(share, 1e6)).rounded(.up)))]
  }

  /// A time against the newest run's: six steps a doubling, 32 for as long.
  static func time(_ milliseconds: Double, against base: Double) -> UInt8 {
    let ratio = max(milliseconds, leastTime) / max(base, leastTime)
    return digits[min(63, max(0, 32 + Int(saturating: (6 * log2(ratio)).rounded())))]
  }

  /// Milliseconds below which times say nothing.
  static let leastTime = 0.05

  /// One character for equal ones.
  static func text(_ codes: [UInt8]) -> String {
    let isConstant = codes.dropFirst().allSatisfy { $0 == codes[0] }
    return String(decoding: isConstant ? codes.prefix(1) : codes[...], as: UTF8.self)
  }
}
