#ifndef ELEMENTKERNELS_H
#define ELEMENTKERNELS_H

#include <stddef.h>

/// Functions of elements, in floats: no sum is formed, so that each result depends on its operands alone.
/// Results have the same bits at every level.

#if defined(__cplusplus)
extern "C" {
#endif

/// A function of one number x. What is transcendental has the bits of Operators/Mathematics, by the
/// operators' own formulas.
typedef enum {
  WONNX_ABS,
  WONNX_NEG,
  WONNX_RECIPROCAL,
  WONNX_SQRT,
  WONNX_CEIL,
  WONNX_FLOOR,
  WONNX_ROUND,
  WONNX_EXP,
  WONNX_LOG,
  WONNX_SIN,
  WONNX_COS,
  WONNX_TAN,
  WONNX_ASIN,
  WONNX_ACOS,
  WONNX_ATAN,
  WONNX_SINH,
  WONNX_COSH,
  WONNX_TANH,
  WONNX_ASINH,
  WONNX_ACOSH,
  WONNX_ATANH,
  WONNX_ERF,
  WONNX_RELU,
  /// alpha · x below 0.
  WONNX_LEAKY_RELU,
  /// 0 unless x > alpha.
  WONNX_THRESHOLDED_RELU,
  /// alpha · (e^x - 1) below 0.
  WONNX_ELU,
  /// beta · x, or beta · alpha · (e^x - 1) from 0 down.
  WONNX_SELU,
  /// alpha · (e^(x / alpha) - 1) from 0 down.
  WONNX_CELU,
  WONNX_SIGMOID,
  /// alpha · x + beta, from 0 to 1.
  WONNX_HARD_SIGMOID,
  WONNX_HARD_SWISH,
  /// x / (1 + e^(-alpha · x)).
  WONNX_SWISH,
  WONNX_SOFTPLUS,
  WONNX_SOFTSIGN,
  WONNX_MISH,
  WONNX_GELU,
  /// By way of tanh.
  WONNX_GELU_TANH,
  /// From alpha up, then to beta down.
  WONNX_CLIP,
} wonnx_function;

/// A function with its parameters.
typedef struct {
  wonnx_function function;
  float alpha, beta;
} wonnx_map;

/// `y[i] = f(x[i])` for i in 0 ..< `count`; y may be x.
void wonnx_smap(wonnx_map map, const float *x, float *y, size_t count);

/// A function of two numbers a and b.
typedef enum {
  WONNX_ADD,
  WONNX_SUB,
  WONNX_MUL,
  WONNX_DIV,
  WONNX_POW,
  /// The greater; b of equal ones; NaN where there is one.
  WONNX_MAX,
  WONNX_MIN,
  /// b · a where a is below 0, else a.
  WONNX_PRELU,
} wonnx_pairing;

/// `y[i] = f(a[i · a_step], b[i · b_step])` for i in 0 ..< `count`, where steps are 0 or 1; y may be an
/// operand whose step is 1.
void wonnx_szip(
    wonnx_pairing pairing, const float *a, ptrdiff_t a_step, const float *b, ptrdiff_t b_step,
    float *y, size_t count);

#if defined(__cplusplus)
}
#endif

#endif
