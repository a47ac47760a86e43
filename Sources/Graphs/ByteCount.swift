/// A number of bytes; what is more than a number holds is the greatest.
package struct ByteCount: Sendable, Hashable, CustomStringConvertible {
  package let value: Int

  /// - Parameter value: a negative one, of an extent that no tensor has, is the greatest.
  package init(_ value: Int) { self.value = value < 0 ? .max : value }

  package static let zero = ByteCount(0)

  package static func + (a: Self, b: Self) -> Self {
    let (sum, overflow) = a.value.addingReportingOverflow(b.value)
    return ByteCount(overflow ? .max : sum)
  }

  package static func += (a: inout Self, b: Self) { a = a + b }

  package static func * (count: Self, factor: Int) -> Self {
    let (product, overflow) = count.value.multipliedReportingOverflow(by: factor)
    return ByteCount(overflow ? .max : product)
  }

  /// What `count` elements take.
  ///
  /// - Parameter count: `nil` where there are more than a number can count.
  package static func of<T>(_ count: Int?, _ element: T.Type) -> Self {
    ByteCount(count ?? .max) * MemoryLayout<T>.stride
  }

  /// `600 bytes`, `1.5 MiB`, `12.0 GiB`.
  package var description: String {
    guard value >= 1 << 20 else { return "\(value) byte\(value == 1 ? "" : "s")" }
    let (shift, unit) = value < 10 << 30 ? (20, "MiB") : (30, "GiB")
    let tenths = ((value >> (shift - 10)) * 10) >> 10
    return "\(tenths / 10).\(tenths % 10) \(unit)"
  }
}
