#pragma STDC FP_CONTRACT OFF

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "FlatWindow.h"
#include "Level.h"

typedef double Real;
typedef wonnx_matrix_f64 Matrix;
#define NAME(base) wonnx_d##base
// No device promises a fused multiply-add of doubles, so none is defined.
#define TWO_ROUNDINGS(a, b, c) ((a) * (b) + (c))
#define PORTABLE_FUSED TWO_ROUNDINGS
#define PORTABLE_UNROLL WONNX_UNROLL
#define VECTOR_FUSED TWO_ROUNDINGS

#define LOW_OF_16_BYTES(a, b) __builtin_shufflevector(a, b, 0, 2)
#define HIGH_OF_16_BYTES(a, b) __builtin_shufflevector(a, b, 1, 3)
#define LOW_OF_32_BYTES(a, b) __builtin_shufflevector(a, b, 0, 4, 1, 5)
#define HIGH_OF_32_BYTES(a, b) __builtin_shufflevector(a, b, 2, 6, 3, 7)
#define LOW_OF_64_BYTES(a, b) __builtin_shufflevector(a, b, 0, 8, 1, 9, 2, 10, 3, 11)
#define HIGH_OF_64_BYTES(a, b) __builtin_shufflevector(a, b, 4, 12, 5, 13, 6, 14, 7, 15)

#include "Product.h"
#include "Strip.h"
#include "Window.h"

#include "Levels.h"

#include "ProductTemplate.h"
#include "ImageTemplate.h"
#include "ConvolutionTemplate.h"
#include "WindowTemplate.h"
