#pragma STDC FP_CONTRACT OFF

#include "Elements.h"

#if WONNX_X86

#include <immintrin.h>

#define LANES 32
#pragma clang attribute push(WONNX_AVX2, apply_to = function)

/// Which of eight elements from number `first` on are among the first `count`, which is below LANES.
WONNX_INLINE __m256i maskOf(size_t count, size_t first) {
  const __m256i places = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
  return _mm256_cmpgt_epi32(_mm256_set1_epi32((int)count - (int)first), places);
}

/// Fewer than LANES numbers, then zeros.
WONNX_INLINE void loadPart(const float *from, float *part, size_t count) {
  WONNX_UNROLL
  for (size_t i = 0; i < LANES; i += 8) {
    _mm256_storeu_ps(part + i, _mm256_maskload_ps(from + i, maskOf(count, i)));
  }
}

WONNX_INLINE void storePart(const float *part, float *to, size_t count) {
  WONNX_UNROLL
  for (size_t i = 0; i < LANES; i += 8) {
    _mm256_maskstore_ps(to + i, maskOf(count, i), _mm256_loadu_ps(part + i));
  }
}

#include "ElementTemplate.h"
#include "SumTemplate.h"
#include "ExtremeTemplate.h"
#include "SoftmaxTemplate.h"
#pragma clang attribute pop

const wonnx_elements wonnx_elements_avx2 = {
    map, zip, sums, extremes, indices, softmax, standardize};

#endif
