#pragma STDC FP_CONTRACT OFF

#include <stdlib.h>
#include <string.h>

#include "Fused.h"

typedef double Real;
typedef wonnx_matrix_f64 Matrix;
#define NAME(base) wonnx_d##base
#define PORTABLE_FUSED wonnx_fused_double2

#include "Product.h"
#include "Window.h"

#include "Levels.h"

#include "ProductTemplate.h"
#include "ConvolutionTemplate.h"
#include "WindowTemplate.h"
