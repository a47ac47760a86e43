#pragma STDC FP_CONTRACT OFF

#include "Elements.h"

#if WONNX_X86

#define LANES 64
#pragma clang attribute push(WONNX_AVX512, apply_to = function)
#include "ElementTemplate.h"
#include "SumTemplate.h"
#include "ExtremeTemplate.h"
#include "SoftmaxTemplate.h"
#pragma clang attribute pop

const wonnx_elements wonnx_elements_avx512 = {
    map, zip, sums, extremes, indices, softmax, standardize};

#endif
