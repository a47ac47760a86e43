// Written by Conformance/mathematics/kernels.py from WideFloat+SinCos.swift.
#pragma once
#include "Core.h"

WONNX_INLINE Float m_sinOfReduced(FloatAngle angle);
WONNX_INLINE Float m_sinTail(Float z);
WONNX_INLINE Float m_cosOfReduced(FloatAngle angle);
WONNX_INLINE Float m_cosTail(Float z);

// The sine of `high + low`.
WONNX_INLINE Float m_sinOfReduced(FloatAngle angle) {
  Float r = angle.high;
  Float z = r * r;
  return r + (r * z * m_sinTail(z) + angle.low * (1.0f - 0.5f * z));
}

// `(sin r - r) / r³` for `z = r²`, `|r| <= π/4`.
WONNX_INLINE Float m_sinTail(Float z) {
  Float p = 0x1.6db986p-19f;
  p = p * z - 0x1.a0139ap-13f;
  p = p * z + 0x1.11110ep-7f;
  return p * z - 0x1.555556p-3f;
}

// The cosine of `high + low`.
WONNX_INLINE Float m_cosOfReduced(FloatAngle angle) {
  Float r = angle.high;
  Float z = r * r;
  Float half = 0.5f * z;
  Float start = 1.0f - half;
  return start + (((1.0f - start) - half) + (z * z * m_cosTail(z) - r * angle.low));
}

// `(cos r - 1 + r²/2) / r⁴` for `z = r²`, `|r| <= π/4`.
WONNX_INLINE Float m_cosTail(Float z) {
  Float p = 0x1.9bd3f4p-16f;
  p = p * z - 0x1.6c12cap-10f;
  return p * z + 0x1.555554p-5f;
}
