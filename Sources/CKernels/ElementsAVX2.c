#pragma STDC FP_CONTRACT OFF

#include "Elements.h"

#if WONNX_X86

#define LANES 32
#pragma clang attribute push(WONNX_AVX2, apply_to = function)
#include "ElementTemplate.h"
#include "SumTemplate.h"
#include "ExtremeTemplate.h"
#include "SoftmaxTemplate.h"
#pragma clang attribute pop

const wonnx_elements wonnx_elements_avx2 = {
    map, zip, sums, extremes, indices, softmax, standardize};

#endif
