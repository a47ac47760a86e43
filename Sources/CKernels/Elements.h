#ifndef WONNX_ELEMENTS_H
#define WONNX_ELEMENTS_H

#include <string.h>

#include "Level.h"

/// The kernels over elements at one level.
typedef struct {
  void (*map)(const wonnx_map *map, const float *from, float *to, size_t count);
  void (*zip)(
      wonnx_pairing pairing, const float *a, ptrdiff_t aStep, const float *b, ptrdiff_t bStep,
      float *to, size_t count);
} wonnx_elements;

extern const wonnx_elements wonnx_elements_portable, wonnx_elements_avx2, wonnx_elements_avx512;

#endif
