// Written by Conformance/mathematics/kernels.py from WideFloat+Asinh.swift.
#pragma once
#include "Bits.h"
#include "Core.h"
#include "Log.h"
#include "Pair.h"

WONNX_INLINE Float m_asinh(Float x);

// The inverse hyperbolic sine.
WONNX_INLINE Float m_asinh(Float x) {
  Float a = m_abs(x);
  Int isBig = m_int(a > 0x1p14f);
  FloatPair sum = m_twoSum(1.0f, a);
  Float rest = a * a / (1.0f + m_sqrt(1.0f + a * a));
  FloatPair total = m_fastTwoSum(sum.high, rest);
  Float argument = isBig ? a : total.high;
  Float ratio = (total.low + sum.low) / total.high;
  Float correction = isBig ? 0.0f : ratio;
  Int shift = m_int(isBig ? 1 : 0);
  Float y = m_logCorrected(argument, correction, shift);
  return a < __builtin_inff() ? m_signed(y, x) : x;
}
