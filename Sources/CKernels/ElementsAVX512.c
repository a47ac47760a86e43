#pragma STDC FP_CONTRACT OFF

#include "Elements.h"

#if WONNX_X86

#include <immintrin.h>

#define LANES 64
#pragma clang attribute push(WONNX_AVX512, apply_to = function)

/// Which of sixteen elements from number `first` on are among the first `count`.
WONNX_INLINE __mmask16 maskOf(size_t count, size_t first) {
  if (count <= first) { return 0; }
  return (__mmask16)(count - first >= 16 ? 0xffff : (1u << (count - first)) - 1);
}

/// Fewer than LANES numbers, then zeros.
WONNX_INLINE void loadPart(const float *from, float *part, size_t count) {
  WONNX_UNROLL
  for (size_t i = 0; i < LANES; i += 16) {
    _mm512_storeu_ps(part + i, _mm512_maskz_loadu_ps(maskOf(count, i), from + i));
  }
}

WONNX_INLINE void storePart(const float *part, float *to, size_t count) {
  WONNX_UNROLL
  for (size_t i = 0; i < LANES; i += 16) {
    _mm512_mask_storeu_ps(to + i, maskOf(count, i), _mm512_loadu_ps(part + i));
  }
}

#include "ElementTemplate.h"
#include "SumTemplate.h"
#include "ExtremeTemplate.h"
#include "SoftmaxTemplate.h"
#pragma clang attribute pop

const wonnx_elements wonnx_elements_avx512 = {
    map, zip, sums, extremes, indices, softmax, standardize};

#endif
