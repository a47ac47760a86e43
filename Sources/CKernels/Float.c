#pragma STDC FP_CONTRACT OFF

#include <stdlib.h>
#include <string.h>

#include "Fused.h"

typedef float Real;
typedef wonnx_matrix_f32 Matrix;
#define NAME(base) wonnx_s##base
#define PORTABLE_FUSED wonnx_fused_float4
#define PORTABLE_UNROLL WONNX_UNROLL_PORTABLE
#define VECTOR_FUSED __builtin_elementwise_fma

#include "Product.h"
#include "Window.h"

#include "Levels.h"

#include "ProductTemplate.h"
#include "ConvolutionTemplate.h"
#include "WindowTemplate.h"
