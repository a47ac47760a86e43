#pragma STDC FP_CONTRACT OFF

#include <stdlib.h>

#include "Fused.h"

typedef float Real;
typedef wonnx_matrix_f32 Matrix;

#include "Product.h"

#define LANES 4
#define PAIR 1
#define UNROLL WONNX_UNROLL_PORTABLE
#define DEPTHS 1
#define TILE(base) base##Portable
#define TARGET
#define FUSED wonnx_fused_float4
#include "TileTemplate.h"

#if WONNX_X86
#define LANES 8
#define PAIR 1
#define UNROLL WONNX_UNROLL
#define DEPTHS 4
#define TILE(base) base##AVX2
#define TARGET WONNX_AVX2
#define FUSED __builtin_elementwise_fma
#include "TileTemplate.h"

#define LANES 16
#define PAIR 2
#define UNROLL WONNX_UNROLL
#define DEPTHS 4
#define TILE(base) base##AVX512
#define TARGET WONNX_AVX512
#define FUSED __builtin_elementwise_fma
#include "TileTemplate.h"

static void (*const blockAtLevel[])(const Block *) = {blockPortable, blockAVX2, blockAVX512};
#else
static void (*const blockAtLevel[])(const Block *) = {blockPortable};
#endif

#define NAME(base) wonnx_sgemm_##base
#define GEMM wonnx_sgemm
#include "ProductTemplate.h"
