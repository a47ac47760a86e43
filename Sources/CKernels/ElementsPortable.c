#pragma STDC FP_CONTRACT OFF

#include "Elements.h"

#define LANES 16
#include "ElementTemplate.h"
#include "SumTemplate.h"
#include "ExtremeTemplate.h"
#include "SoftmaxTemplate.h"

const wonnx_elements wonnx_elements_portable = {
    map, zip, sums, extremes, indices, softmax, standardize};
