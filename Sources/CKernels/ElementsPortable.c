#pragma STDC FP_CONTRACT OFF

#include "Elements.h"

#define LANES 16
#include "ElementTemplate.h"

const wonnx_elements wonnx_elements_portable = {map, zip};
