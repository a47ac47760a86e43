/// Opsets from one to another, both included: `13`, `13..`, `..12`, `9..13`.
package struct OpsetRange: Sendable, Equatable, CustomStringConvertible {
  package let lowest: Int?
  package let highest: Int?

  package init?(_ text: String) {
    if let single = Int(text) {
      (lowest, highest) = (single, single)
      return
    }
    guard let dots = text.firstRange(of: "..") else { return nil }
    let low = text[..<dots.lowerBound]
    let high = text[dots.upperBound...]
    guard !(low.isEmpty && high.isEmpty), low.isEmpty || Int(low) != nil,
      high.isEmpty || Int(high) != nil
    else { return nil }
    lowest = Int(low)
    highest = Int(high)
    if let lowest, let highest, lowest > highest { return nil }
  }

  package func contains(_ opset: Int) -> Bool {
    (lowest.map { $0 <= opset } ?? true) && (highest.map { opset <= $0 } ?? true)
  }

  package var description: String {
    lowest != nil && lowest == highest
      ? "\(lowest ?? 0)" : "\(lowest.map(String.init) ?? "")..\(highest.map(String.init) ?? "")"
  }
}
