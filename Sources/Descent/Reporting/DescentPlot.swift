internal import Foundation
internal import Reports

/// The difference of each step over its place, on a logarithmic scale, as SVG.
struct DescentPlot {
  private let steps: [DescentStep]
  private static let size = (width: 960.0, height: 320.0)
  private static let frame = (left: 64.0, right: 16.0, top: 16.0, bottom: 36.0)
  /// Powers of ten between the bottom line, which is no difference, and the top.
  private static let exponents = -10...1

  init(_ report: DescentReport) { steps = report.steps }

  var svg: String {
    let grid = Self.exponents.filter { $0 % 2 == 0 }.map { exponent in
      let y = Self.text(height(of: Double(exponent)))
      return "<line class=\"grid\" x1=\"\(Self.text(Self.frame.left))\" x2=\""
        + "\(Self.text(Self.size.width - Self.frame.right))\" y1=\"\(y)\" y2=\"\(y)\"/>"
        + "<text x=\"8\" y=\"\(y)\" dy=\"4\">1e\(exponent)</text>"
    }.joined()
    let points = steps.enumerated().map(point).joined(separator: "\n")
    let end =
      "<text x=\"\(Self.text(Self.frame.left))\" y=\"312\">step 1</text>"
      + "<text x=\"\(Self.text(Self.size.width - Self.frame.right))\" y=\"312\" "
      + "text-anchor=\"end\">step \(steps.count)</text>"
    return
      "<svg class=\"plot\" viewBox=\"0 0 960 320\" role=\"img\" aria-label=\"Difference over depth\">"
      + "\(grid)\n\(points)\n\(end)</svg>"
  }

  private func point(_ place: Int, _ step: DescentStep) -> String {
    let width = Self.size.width - Self.frame.left - Self.frame.right
    let x = Self.frame.left + width * (Double(place) + 0.5) / Double(max(steps.count, 1))
    let relative = step.difference.map { $0.relative ?? .infinity }
    let y = height(of: relative.map { $0 > 0 ? log10($0) : -.infinity } ?? -.infinity)
    let label =
      DescentText.label(step)
      + (relative.map { ": \(Printed.number($0)), \(step.verdict.rawValue)" } ?? ": the same")
    let kind = step.verdict.rawValue.replacingOccurrences(of: " ", with: "-")
    return "<a href=\"#step-\(place)\"><circle class=\"\(kind)\" cx=\"\(Self.text(x))\" "
      + "cy=\"\(Self.text(y))\" r=\"\(step.verdict == .makes ? 6 : 3)\"><title>"
      + "\(Markup.escaped(label))</title></circle></a>"
  }

  /// Where a power of ten lies, from the top.
  private func height(of exponent: Double) -> Double {
    let (low, high) = (Double(Self.exponents.lowerBound), Double(Self.exponents.upperBound))
    let share = (min(max(exponent, low), high) - low) / (high - low)
    let height = Self.size.height - Self.frame.top - Self.frame.bottom
    return Self.frame.top + height * (1 - share)
  }

  private static func text(_ x: Double) -> String { Printed.number((x * 10).rounded() / 10) }
}
