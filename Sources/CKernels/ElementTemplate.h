// Functions of elements at one level. Included after LANES, `loadPart` and `storePart`, within
// the level's target.
//
// LANES fill several registers, so that their chains of operations run side by side. No function with
// such an operand is called: all are inlined, and have no calling convention.
#pragma clang diagnostic ignored "-Wpsabi"

#include "Mathematics/Acos.h"
#include "Mathematics/Acosh.h"
#include "Mathematics/Asin.h"
#include "Mathematics/Asinh.h"
#include "Mathematics/Atan.h"
#include "Mathematics/Atanh.h"
#include "Mathematics/Cos.h"
#include "Mathematics/Cosh.h"
#include "Mathematics/Erf.h"
#include "Mathematics/Expm1.h"
#include "Mathematics/Log1p.h"
#include "Mathematics/Pow.h"
#include "Mathematics/Sin.h"
#include "Mathematics/Sinh.h"
#include "Mathematics/Tan.h"
#include "Mathematics/Tanh.h"

/// LANES numbers, of which those from `count` on are 0.
WONNX_INLINE Float load(const float *from, size_t count) {
  if (count >= LANES) { return *(const Float *)from; }
  float part[LANES];
  loadPart(from, part, count);
  return *(const Float *)part;
}

WONNX_INLINE void store(Float x, float *to, size_t count) {
  if (count >= LANES) {
    *(Float *)to = x;
  } else {
    float part[LANES];
    *(Float *)part = x;
    storePart(part, to, count);
  }
}

WONNX_INLINE Float softplus(Float x) {
  Int isPositive = x > 0.0f;
  Float rest = m_log1p(m_exp(isPositive ? -x : x));
  return isPositive ? x + rest : rest;
}

WONNX_INLINE Float logistic(Float x) {
  Float power = m_exp(-m_abs(x));
  return (x > 0.0f ? 1.0f : power) / (1.0f + power);
}

WONNX_INLINE Float swish(Float x, Float scaled) {
  Float power = m_exp(-m_abs(scaled));
  return (scaled > 0.0f ? x : x * power) / (1.0f + power);
}

WONNX_INLINE Float hardSwish(Float x) {
  Float gate = x / 6.0f + 0.5f;
  return x * (gate < 0.0f ? 0.0f : gate > 1.0f ? 1.0f : gate);
}

WONNX_INLINE Float hardSigmoid(Float y) { return y < 0.0f ? 0.0f : y > 1.0f ? 1.0f : y; }

WONNX_INLINE Float gelu(Float x, Float gate) { return x * 0.5f * (1.0f + gate); }

WONNX_INLINE Float geluAngle(Float x) {
  return 0.7978845608028654f * (x + 0.044715f * (x * x * x));
}

WONNX_INLINE Float clip(Float x, float least, float greatest) {
  Float y = x < least ? least : x;
  return y > greatest ? greatest : y;
}

#define MAP(FUNCTION, RESULT)                                                                      \
  case FUNCTION:                                                                                   \
    for (size_t i = 0; i < count; i += LANES) {                                                    \
      const Float x = load(from + i, count - i);                                                   \
      store(RESULT, to + i, count - i);                                                            \
    }                                                                                              \
    break;

static void map(const wonnx_map *map, const float *from, float *to, size_t count) {
  const float alpha = map->alpha, beta = map->beta;
  switch (map->function) {
    MAP(WONNX_ABS, m_abs(x))
    MAP(WONNX_NEG, -x)
    MAP(WONNX_RECIPROCAL, 1.0f / x)
    MAP(WONNX_SQRT, m_sqrt(x))
    MAP(WONNX_CEIL, __builtin_elementwise_ceil(x))
    MAP(WONNX_FLOOR, __builtin_elementwise_floor(x))
    MAP(WONNX_ROUND, __builtin_elementwise_roundeven(x))
    MAP(WONNX_EXP, m_exp(x))
    MAP(WONNX_LOG, m_log(x))
    MAP(WONNX_SIN, m_sin(x))
    MAP(WONNX_COS, m_cos(x))
    MAP(WONNX_TAN, m_tan(x))
    MAP(WONNX_ASIN, m_asin(x))
    MAP(WONNX_ACOS, m_acos(x))
    MAP(WONNX_ATAN, m_atan(x))
    MAP(WONNX_SINH, m_sinh(x))
    MAP(WONNX_COSH, m_cosh(x))
    MAP(WONNX_TANH, m_tanh(x))
    MAP(WONNX_ASINH, m_asinh(x))
    MAP(WONNX_ACOSH, m_acosh(x))
    MAP(WONNX_ATANH, m_atanh(x))
    MAP(WONNX_ERF, m_erf(x))
    MAP(WONNX_RELU, x < 0.0f ? 0.0f : x)
    MAP(WONNX_LEAKY_RELU, x < 0.0f ? alpha * x : x)
    MAP(WONNX_THRESHOLDED_RELU, x > alpha ? x : 0.0f)
    MAP(WONNX_ELU, x < 0.0f ? alpha * m_expm1(x) : x)
    MAP(WONNX_SELU, x > 0.0f ? beta * x : beta * (alpha * m_expm1(x)))
    MAP(WONNX_CELU, x > 0.0f ? x : alpha * m_expm1(x / alpha))
    MAP(WONNX_SIGMOID, logistic(x))
    MAP(WONNX_HARD_SIGMOID, hardSigmoid(alpha * x + beta))
    MAP(WONNX_HARD_SWISH, hardSwish(x))
    MAP(WONNX_SWISH, swish(x, alpha * x))
    MAP(WONNX_SOFTPLUS, softplus(x))
    MAP(WONNX_SOFTSIGN, x / (1.0f + m_abs(x)))
    MAP(WONNX_MISH, x * m_tanh(softplus(x)))
    MAP(WONNX_GELU, gelu(x, m_erf(x * 0.7071067811865476f)))
    MAP(WONNX_GELU_TANH, gelu(x, m_tanh(geluAngle(x))))
    MAP(WONNX_CLIP, clip(x, alpha, beta))
  }
}

#undef MAP

#define ZIP(FUNCTION, RESULT)                                                                      \
  case FUNCTION:                                                                                   \
    for (size_t i = 0; i < count; i += LANES) {                                                    \
      const Float x = aStep == 0 ? a0 : load(a + i, count - i);                                    \
      const Float y = bStep == 0 ? b0 : load(b + i, count - i);                                    \
      store(RESULT, to + i, count - i);                                                            \
    }                                                                                              \
    break;

WONNX_INLINE void zipOf(
    wonnx_pairing pairing, const float *a, const int aStep, const float *b, const int bStep,
    float *to, size_t count) {
  const Float a0 = *a, b0 = *b;
  switch (pairing) {
    ZIP(WONNX_ADD, x + y)
    ZIP(WONNX_SUB, x - y)
    ZIP(WONNX_MUL, x * y)
    ZIP(WONNX_DIV, x / y)
    ZIP(WONNX_POW, m_pow(x, y))
    ZIP(WONNX_MAX, x > y || x != x ? x : y)
    ZIP(WONNX_MIN, x < y || x != x ? x : y)
    ZIP(WONNX_PRELU, x < 0.0f ? y * x : x)
  }
}

#undef ZIP

static void zip(
    wonnx_pairing pairing, const float *a, ptrdiff_t aStep, const float *b, ptrdiff_t bStep,
    float *to, size_t count) {
  if (count == 0) { return; }
  if (aStep != 0 && bStep != 0) {
    zipOf(pairing, a, 1, b, 1, to, count);
  } else if (aStep != 0) {
    zipOf(pairing, a, 1, b, 0, to, count);
  } else {
    zipOf(pairing, a, 0, b, bStep == 0 ? 0 : 1, to, count);
  }
}
