internal import Tensors

/// A time of a run's record, which writes `2026-03-01 09:30:00 UTC`.
struct Moment {
  /// Since 1970.
  let milliseconds: Int
  private let fields: [Int]
  /// Years, months, days, hours, minutes and seconds.
  private static let limits = [0...9999, 1...12, 1...31, 0...23, 0...59, 0...60]

  init?(_ text: String) {
    let words = text.split(whereSeparator: { "-: ".contains($0) })
    fields = words.prefix(6).compactMap { Int($0) }
    guard words.count == 7, words.last == "UTC", fields.count == 6,
      zip(fields, Self.limits).allSatisfy({ $1.contains($0) })
    else { return nil }
    let days = Self.days(year: fields[0], month: fields[1], day: fields[2])
    milliseconds = (((days * 24 + fields[3]) * 60 + fields[4]) * 60 + fields[5]) * 1000
  }

  /// `2026-03-01T09:30:00`, in UTC.
  var text: String {
    let texts = fields.map { $0 < 10 ? "0\($0)" : "\($0)" }
    return texts.prefix(3).joined(separator: "-") + "T" + texts.dropFirst(3).joined(separator: ":")
  }

  /// Since 1970, in the Gregorian calendar; years begin in March, so that a leap day ends one.
  private static func days(year: Int, month: Int, day: Int) -> Int {
    let shifted = month <= 2 ? year - 1 : year
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    return shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468
  }
}

/// Seconds as a plain decimal fraction, without an exponent.
func decimal(_ seconds: Double, places: Int) -> String {
  let scale = (0..<places).reduce(1) { scale, _ in scale * 10 }
  let units = Int(saturating: (max(seconds, 0) * Double(scale)).rounded())
  let fraction = String(units % scale)
  return "\(units / scale)." + String(repeating: "0", count: places - fraction.count) + fraction
}
