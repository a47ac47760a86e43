// Written by Conformance/mathematics/kernels.py from WideFloat+Acos.swift.
#pragma once
#include "Asin.h"
#include "Bits.h"
#include "Core.h"

WONNX_INLINE Float m_acos(Float x);

// The arc cosine; NaN outside `-1 ... 1`.
WONNX_INLINE Float m_acos(Float x) {
  Float a = m_abs(x);
  Int isNear = m_int(a < 0.5f);
  Float square = a * a;
  Float halved = (1.0f - a) * 0.5f;
  Float z = isNear ? square : halved;
  Float tail = z * m_asinTail(z);
  Float near = 0x1.921fb6p0f - (x - (-0x1.777a5cp-25f - x * tail));
  Float root = m_sqrt(z);
  Float high = m_leadingHalf(root);
  Float low = (z - high * high) / (root > 0.0f ? root + high : 1.0f);
  Float right = 2.0f * (high + (root * tail + low));
  Float left = 2.0f * (0x1.921fb6p0f - (root + (root * tail + 0x1.777a5cp-25f)));
  Float far = x > 0.0f ? right : left;
  return a <= 1.0f ? (isNear ? near : far) : __builtin_nanf("");
}
