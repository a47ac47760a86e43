#pragma STDC FP_CONTRACT OFF

#include <stdlib.h>
#include <string.h>

#include "FlatWindow.h"
#include "Fused.h"

typedef float Real;
typedef wonnx_matrix_f32 Matrix;
#define NAME(base) wonnx_s##base
#define PORTABLE_FUSED wonnx_fused_float4
#define PORTABLE_UNROLL WONNX_UNROLL_PORTABLE
#define VECTOR_FUSED __builtin_elementwise_fma

#define LOW_OF_16_BYTES(a, b) __builtin_shufflevector(a, b, 0, 4, 1, 5)
#define HIGH_OF_16_BYTES(a, b) __builtin_shufflevector(a, b, 2, 6, 3, 7)
#define LOW_OF_32_BYTES(a, b) __builtin_shufflevector(a, b, 0, 8, 1, 9, 2, 10, 3, 11)
#define HIGH_OF_32_BYTES(a, b) __builtin_shufflevector(a, b, 4, 12, 5, 13, 6, 14, 7, 15)
#define LOW_OF_64_BYTES(a, b)                                                                  \
  __builtin_shufflevector(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23)
#define HIGH_OF_64_BYTES(a, b)                                                                 \
  __builtin_shufflevector(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31)

#include "Product.h"
#include "Strip.h"
#include "Window.h"

#include "Levels.h"

#include "ProductTemplate.h"
#include "ImageTemplate.h"
#include "ConvolutionTemplate.h"
#include "WindowTemplate.h"
