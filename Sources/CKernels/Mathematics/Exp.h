// Written by Conformance/mathematics/kernels.py from WideFloat+Exp.swift.
#pragma once
#include "Bits.h"
#include "Core.h"

WONNX_INLINE Float m_exp(Float x);
WONNX_INLINE Float m_expScaled(Float x, Int shift);
WONNX_INLINE Float m_expOfPair(FloatPair x, Float factor);
WONNX_INLINE Float m_expTail(Float r);

// `e^x`.
WONNX_INLINE Float m_exp(Float x) {
  return m_expScaled(x, 0);
}

// `2^shift · e^x` for a shift of at most one, rounded once where the result is subnormal.
WONNX_INLINE Float m_expScaled(Float x, Int shift) {
  Float bounded = x > 90.0f ? 90.0f : x < -104.0f ? -104.0f : x;
  Float shifted = bounded * 0x1.715476p0f + 0x1.8p23f;
  Float rounded = shifted - 0x1.8p23f;
  Float r = (bounded - rounded * 0x1.62e4p-1f) - rounded * 0x1.7f7d1cp-20f;
  Float p = 1.0f + (r + r * r * m_expTail(r));
  Int k = m_int(m_int(m_bits(shifted) - 0x4b400000u) + shift);
  Int half = m_int(k >> 1);
  return m_scaled(m_scaled(p, half), k - half);
}

// `factor · e^(x.high + x.low)`, for a factor near one.
WONNX_INLINE Float m_expOfPair(FloatPair x, Float factor) {
  Int isFar = m_int(x.high > 90.0f || x.high < -104.0f);
  Float bounded = x.high > 90.0f ? 90.0f : x.high < -104.0f ? -104.0f : x.high;
  Float low = isFar ? 0.0f : x.low;
  Float shifted = bounded * 0x1.715476p0f + 0x1.8p23f;
  Float rounded = shifted - 0x1.8p23f;
  Float high = bounded - rounded * 0x1.62e4p-1f;
  Float correction = low - rounded * 0x1.7f7d1cp-20f;
  Float r = high + correction;
  Float rest = (high - r) + correction;
  Float p = factor + factor * (r + (r * r * m_expTail(r) + rest));
  Int k = m_int(m_int(m_bits(shifted) - 0x4b400000u));
  Int half = m_int(k >> 1);
  return m_scaled(m_scaled(p, half), k - half);
}

// `(e^r - 1 - r) / r²` for `|r| <= ln 2 / 2`.
WONNX_INLINE Float m_expTail(Float r) {
  Float p = 0x1.a1253ep-13f;
  p = p * r + 0x1.6d437ap-10f;
  p = p * r + 0x1.1110ep-7f;
  p = p * r + 0x1.5554e8p-5f;
  p = p * r + 0x1.555556p-3f;
  return p * r + 0x1p-1f;
}
