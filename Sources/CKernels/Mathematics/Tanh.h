// Written by Conformance/mathematics/kernels.py from WideFloat+Tanh.swift.
#pragma once
#include "Bits.h"
#include "Core.h"
#include "Exp.h"

WONNX_INLINE Float m_tanh(Float x);
WONNX_INLINE Float m_tanhTail(Float z);

// The hyperbolic tangent.
WONNX_INLINE Float m_tanh(Float x) {
  Float a = m_abs(x);
  Float z = a * a;
  Float near = a + a * z * m_tanhTail(z);
  Float far = 1.0f - 2.0f / (m_exp(2.0f * a) + 1.0f);
  return m_signed(a < 0.625f ? near : far, x);
}

// `(tanh x - x) / x³` for `z = x²`, `|x| <= 0.625`.
WONNX_INLINE Float m_tanhTail(Float z) {
  Float p = 0x1.2c645ep-9f;
  p = p * z - 0x1.116328p-7f;
  p = p * z + 0x1.64a868p-6f;
  p = p * z - 0x1.ba08b4p-5f;
  p = p * z + 0x1.1110e8p-3f;
  return p * z - 0x1.555556p-2f;
}
