#ifndef WONNX_ELEMENTS_H
#define WONNX_ELEMENTS_H

#include <string.h>

#include "Level.h"

/// The kernels over elements and rows at one level.
typedef struct {
  void (*map)(const wonnx_map *map, const float *from, float *to, size_t count);
  void (*zip)(
      wonnx_pairing pairing, const float *a, ptrdiff_t aStep, const float *b, ptrdiff_t bStep,
      float *to, size_t count);
  void (*sums)(
      wonnx_rows rows, wonnx_term term, const float *x, const float *shifts, float *to);
  void (*extremes)(wonnx_rows rows, bool greatest, const float *x, float *to);
  void (*indices)(wonnx_rows rows, bool greatest, bool last, const float *x, int64_t *to);
  void (*softmax)(wonnx_rows rows, bool takesLogarithm, const float *x, float *y);
  void (*standardize)(
      float mean, float factor, const float *scale, ptrdiff_t scaleStep, const float *bias,
      ptrdiff_t biasStep, const float *x, float *y, size_t count);
} wonnx_elements;

extern const wonnx_elements wonnx_elements_portable, wonnx_elements_avx2, wonnx_elements_avx512;

#endif
