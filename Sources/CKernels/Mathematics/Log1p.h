// Written by Conformance/mathematics/kernels.py from WideFloat+Log1p.swift.
#pragma once
#include "Core.h"
#include "Log.h"
#include "Pair.h"

WONNX_INLINE Float m_log1p(Float x);

// `log(1 + x)`.
WONNX_INLINE Float m_log1p(Float x) {
  FloatPair sum = m_twoSum(1.0f, x);
  Float y = m_logCorrected(sum.high, sum.low / sum.high, 0);
  Float edge = x == -1.0f ? -__builtin_inff() : __builtin_nanf("");
  Float inside = x == 0.0f || x == __builtin_inff() ? x : y;
  return x > -1.0f ? inside : edge;
}
