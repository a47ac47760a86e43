// Written by Conformance/mathematics/kernels.py from WideFloat+Asin.swift.
#pragma once
#include "Bits.h"
#include "Core.h"

WONNX_INLINE Float m_asin(Float x);
WONNX_INLINE Float m_asinTail(Float z);

// The arc sine; NaN outside `-1 ... 1`.
WONNX_INLINE Float m_asin(Float x) {
  Float a = m_abs(x);
  Int isNear = m_int(a < 0.5f);
  Float square = a * a;
  Float halved = (1.0f - a) * 0.5f;
  Float z = isNear ? square : halved;
  Float tail = z * m_asinTail(z);
  Float near = a + a * tail;
  Float root = m_sqrt(z);
  Float high = m_leadingHalf(root);
  Float low = (z - high * high) / (root > 0.0f ? root + high : 1.0f);
  Float part = 2.0f * root * tail - (-0x1.777a5cp-25f - 2.0f * low);
  Float far = 0x1.921fb6p-1f - (part - (0x1.921fb6p-1f - 2.0f * high));
  return a <= 1.0f ? m_signed(isNear ? near : far, x) : __builtin_nanf("");
}

// `(asin x - x) / x³` for `z = x²`, `|x| <= 0.5`.
WONNX_INLINE Float m_asinTail(Float z) {
  Float p = 0x1.13fed4p-5f;
  p = p * z + 0x1.18f91ep-6f;
  p = p * z + 0x1.fd8da2p-6f;
  p = p * z + 0x1.6d5bbap-5f;
  p = p * z + 0x1.33343p-4f;
  return p * z + 0x1.555554p-3f;
}
