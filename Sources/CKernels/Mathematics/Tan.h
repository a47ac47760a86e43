// Written by Conformance/mathematics/kernels.py from WideFloat+Tan.swift.
#pragma once
#include "Angle.h"
#include "Core.h"
#include "Pair.h"
#include "SinCos.h"

WONNX_INLINE Float m_tan(Float x);

// The tangent, of every finite angle to the same accuracy; NaN of an infinity.
WONNX_INLINE Float m_tan(Float x) {
  FloatAngle angle = m_reduced(x);
  Float r = angle.high;
  Float z = r * r;
  Float half = 0.5f * z;
  Float start = 1.0f - half;
  FloatPair sine = m_fastTwoSum(r, r * z * m_sinTail(z) + angle.low * start);
  Float rest = ((1.0f - start) - half) + (z * z * m_cosTail(z) - r * angle.low);
  FloatPair cosine = m_fastTwoSum(start, rest);
  Int isOdd = m_int((angle.quadrant & 1) != 0);
  FloatPair n = m_FloatPair(isOdd ? -cosine.high : sine.high, isOdd ? -cosine.low : sine.low);
  FloatPair d = m_FloatPair(isOdd ? sine.high : cosine.high, isOdd ? sine.low : cosine.low);
  FloatPair ratio = m_quotient(n, d);
  return m_abs(x) < 0x1p-13f ? x : ratio.high;
}
