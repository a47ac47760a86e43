// Written by Conformance/mathematics/kernels.py from WideFloat+Sinh.swift.
#pragma once
#include "Bits.h"
#include "Core.h"
#include "Exp.h"

WONNX_INLINE Float m_sinh(Float x);
WONNX_INLINE Float m_sinhTail(Float z);

// The hyperbolic sine.
WONNX_INLINE Float m_sinh(Float x) {
  Float a = m_abs(x);
  Float z = a * a;
  Float near = a + a * z * m_sinhTail(z);
  Float half = m_expScaled(a, -1);
  Float far = half - 0.25f / half;
  return m_signed(a < 1.5f ? near : far, x);
}

// `(sinh x - x) / x³` for `z = x²`, `|x| <= 1.5`.
WONNX_INLINE Float m_sinhTail(Float z) {
  Float p = 0x1.be416ap-26f;
  p = p * z + 0x1.719f24p-19f;
  p = p * z + 0x1.a01acep-13f;
  p = p * z + 0x1.11111p-7f;
  return p * z + 0x1.555556p-3f;
}
