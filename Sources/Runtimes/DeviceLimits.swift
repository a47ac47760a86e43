/// What a device does at most, as kernels that do nothing else measure it.
package struct DeviceLimits: Sendable {
  /// Bytes a nanosecond, read and written, of a copy that no cache holds.
  package let byteRate: Double
  /// float32 multiply-adds a nanosecond.
  package let multiplyAddRate: Double

  package init(byteRate: Double, multiplyAddRate: Double) {
    self.byteRate = byteRate
    self.multiplyAddRate = multiplyAddRate
  }
}
