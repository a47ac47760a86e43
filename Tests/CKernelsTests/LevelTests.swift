import CKernels
import Testing

/// Suites that set the level of the whole process, and so run one after the other.
@Suite("Kernels", .serialized) struct LevelTests {
  @Test("keep to the limit and to what the CPU has")
  func limit() {
    for level in levels { #expect(wonnx_kernels_limit(level) == level) }
    #expect(wonnx_kernels_limit(WONNX_LEVEL_AVX512) == wonnx_kernels_best())
  }
}
