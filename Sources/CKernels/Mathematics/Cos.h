// Written by Conformance/mathematics/kernels.py from WideFloat+Cos.swift.
#pragma once
#include "Angle.h"
#include "Core.h"
#include "SinCos.h"

WONNX_INLINE Float m_cos(Float x);

// The cosine, of every finite angle to the same accuracy; NaN of an infinity.
WONNX_INLINE Float m_cos(Float x) {
  FloatAngle angle = m_reduced(x);
  Int isEven = m_int((angle.quadrant & 1) == 0);
  Float y = isEven ? m_cosOfReduced(angle) : m_sinOfReduced(angle);
  Int isRight = m_int(((angle.quadrant + 1) & 2) == 0);
  return isRight ? y : -y;
}
