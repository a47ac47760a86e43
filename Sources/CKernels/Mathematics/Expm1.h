// Written by Conformance/mathematics/kernels.py from WideFloat+Expm1.swift.
#pragma once
#include "Bits.h"
#include "Core.h"
#include "Exp.h"

WONNX_INLINE Float m_expm1(Float x);

// `e^x - 1`.
WONNX_INLINE Float m_expm1(Float x) {
  Float bounded = x > 90.0f ? 90.0f : x < -18.0f ? -18.0f : x;
  Float shifted = bounded * 0x1.715476p0f + 0x1.8p23f;
  Float rounded = shifted - 0x1.8p23f;
  Float high = bounded - rounded * 0x1.62e4p-1f;
  Float low = rounded * 0x1.7f7d1cp-20f;
  Float r = high - low;
  Float rest = (high - r) - low;
  Float p = r + (r * r * m_expTail(r) + (rest + rest * r));
  Int k = m_int(m_int(m_bits(shifted) - 0x4b400000u));
  Float unit = k > 30 ? 0.0f : m_scaled(1.0f, 0 - k);
  Int half = m_int(k >> 1);
  Float y = m_scaled(m_scaled((1.0f - unit) + p, half), k - half);
  return m_abs(x) < 0x1p-13f * 0x1p-13f ? x : y;
}
