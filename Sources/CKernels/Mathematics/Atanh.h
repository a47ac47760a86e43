// Written by Conformance/mathematics/kernels.py from WideFloat+Atanh.swift.
#pragma once
#include "Bits.h"
#include "Core.h"
#include "Log.h"
#include "Pair.h"

WONNX_INLINE Float m_atanh(Float x);

// The inverse hyperbolic tangent; infinite at ±1, NaN beyond.
WONNX_INLINE Float m_atanh(Float x) {
  Float a = m_abs(x);
  Int isNear = m_int(a < 0.5f);
  Float twice = a + a;
  Float product = twice * a;
  Float rest = (isNear ? product : twice) / (1.0f - a);
  FloatPair start = m_twoSum(1.0f, isNear ? twice : 0.0f);
  FloatPair sum = m_twoSum(start.high, rest);
  Float correction = (sum.low + start.low) / sum.high;
  Float y = 0.5f * m_logCorrected(sum.high, correction, 0);
  Float edge = a == 1.0f ? __builtin_inff() : __builtin_nanf("");
  return m_signed(a < 1.0f ? y : edge, x);
}
