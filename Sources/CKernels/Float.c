#pragma STDC FP_CONTRACT OFF

#include <stdlib.h>
#include <string.h>

#include "Fused.h"

typedef float Real;
typedef wonnx_matrix_f32 Matrix;
#define NAME(base) wonnx_s##base
#define PORTABLE_FUSED wonnx_fused_float4

#include "Product.h"
#include "Window.h"

#include "Levels.h"

#include "ProductTemplate.h"
#include "ConvolutionTemplate.h"
#include "WindowTemplate.h"
