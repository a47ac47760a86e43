#pragma STDC FP_CONTRACT OFF

#include "Elements.h"

#define LANES 16

/// Fewer than LANES numbers, then zeros.
WONNX_INLINE void loadPart(const float *from, float *part, size_t count) {
  memset(part, 0, LANES * sizeof *part);
  memcpy(part, from, count * sizeof *part);
}

WONNX_INLINE void storePart(const float *part, float *to, size_t count) {
  memcpy(to, part, count * sizeof *part);
}

#include "ElementTemplate.h"
#include "SumTemplate.h"
#include "ExtremeTemplate.h"
#include "SoftmaxTemplate.h"

const wonnx_elements wonnx_elements_portable = {
    map, zip, sums, extremes, indices, softmax, standardize};
