#include "Elements.h"

static const wonnx_elements *elements(void) {
#if WONNX_X86
  switch (wonnx_kernels_level()) {
  case WONNX_LEVEL_AVX512: return &wonnx_elements_avx512;
  case WONNX_LEVEL_AVX2: return &wonnx_elements_avx2;
  case WONNX_LEVEL_PORTABLE: break;
  }
#endif
  return &wonnx_elements_portable;
}

void wonnx_smap(wonnx_map map, const float *x, float *y, size_t count) {
  elements()->map(&map, x, y, count);
}

void wonnx_szip(
    wonnx_pairing pairing, const float *a, ptrdiff_t a_step, const float *b, ptrdiff_t b_step,
    float *y, size_t count) {
  elements()->zip(pairing, a, a_step, b, b_step, y, count);
}
