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

void wonnx_ssums(
    wonnx_rows rows, wonnx_term term, const float *x, const float *shifts, float *sums) {
  elements()->sums(rows, term, x, shifts, sums);
}

void wonnx_sextremes(wonnx_rows rows, bool greatest, const float *x, float *extremes) {
  elements()->extremes(rows, greatest, x, extremes);
}

void wonnx_sextreme_indices(
    wonnx_rows rows, bool greatest, bool last, const float *x, int64_t *indices) {
  elements()->indices(rows, greatest, last, x, indices);
}

void wonnx_ssoftmax(wonnx_rows rows, bool takes_logarithm, const float *x, float *y) {
  elements()->softmax(rows, takes_logarithm, x, y);
}

void wonnx_sstandardize(
    float mean, float factor, const float *scale, ptrdiff_t scale_step, const float *bias,
    ptrdiff_t bias_step, const float *x, float *y, size_t count) {
  elements()->standardize(mean, factor, scale, scale_step, bias, bias_step, x, y, count);
}
