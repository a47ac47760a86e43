// Written by Conformance/mathematics/kernels.py from WideFloat+Atan.swift.
#pragma once
#include "Bits.h"
#include "Core.h"

WONNX_INLINE Float m_atan(Float x);
WONNX_INLINE Float m_atanOfRatio(Float y, Float x);
WONNX_INLINE Float m_atanTail(Float z);

// The arc tangent.
WONNX_INLINE Float m_atan(Float x) {
  return m_signed(m_atanOfRatio(m_abs(x), 1.0f), x);
}

// `atan(y / x)` for `y, x >= 0` of which one is positive, and at most one infinite.
WONNX_INLINE Float m_atanOfRatio(Float y, Float x) {
  Int isSteep = m_int(y > x);
  Float n = isSteep ? x : y;
  Float d = isSteep ? y : x;
  Int isMiddle = m_int(n > 0.4375f * d);
  Int isUpper = m_int(n > 0.6875f * d);
  Float up = isUpper ? n - d : isMiddle ? n - 0.5f * d : n;
  Float down = isUpper ? n + d : isMiddle ? d + 0.5f * n : d;
  Float high = isUpper ? 0x1.921fb6p-1f : isMiddle ? 0x1.dac67p-2f : 0.0f;
  Float low = isUpper ? -0x1.777a5cp-26f : isMiddle ? 0x1.586ed4p-28f : 0.0f;
  Float t = up / down;
  Float z = t * t;
  Float rest = t * z * m_atanTail(z) + low;
  Float shallow = high + (t + rest);
  Float steep = (0x1.921fb6p0f - high) - (t + (rest + 0x1.777a5cp-25f));
  return isSteep ? steep : shallow;
}

// `(atan t - t) / t³` for `z = t²`, `|t| <= 7/16`.
WONNX_INLINE Float m_atanTail(Float z) {
  Float p = 0x1.8af548p-5f;
  p = p * z - 0x1.5d7524p-4f;
  p = p * z + 0x1.c4f138p-4f;
  p = p * z - 0x1.248622p-3f;
  p = p * z + 0x1.999968p-3f;
  return p * z - 0x1.555556p-2f;
}
