import CKernels

/// Subnormal numbers as many GPUs have them: operands and results of float operations count as zero.
package enum Subnormals {
  /// The result of synchronous work, on this thread and on those that kernels start.
  package static func flushed<T>(_ flushes: Bool, _ work: () -> T) -> T {
    guard flushes else { return work() }
    let former = wonnx_flush_subnormals(true)
    defer { _ = wonnx_flush_subnormals(former) }
    return work()
  }
}
