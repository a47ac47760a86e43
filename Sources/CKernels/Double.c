#pragma STDC FP_CONTRACT OFF

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "Level.h"

typedef double Real;
typedef wonnx_matrix_f64 Matrix;
#define NAME(base) wonnx_d##base
// No device promises a fused multiply-add of doubles, so none is defined.
#define TWO_ROUNDINGS(a, b, c) ((a) * (b) + (c))
#define PORTABLE_FUSED TWO_ROUNDINGS
#define PORTABLE_UNROLL WONNX_UNROLL
#define VECTOR_FUSED TWO_ROUNDINGS

#include "Product.h"
#include "Window.h"

#include "Levels.h"

#include "ProductTemplate.h"
#include "ConvolutionTemplate.h"
#include "WindowTemplate.h"
