// Written by Conformance/mathematics/kernels.py from WideFloat+Sin.swift.
#pragma once
#include "Angle.h"
#include "Core.h"
#include "SinCos.h"

WONNX_INLINE Float m_sin(Float x);

// The sine, of every finite angle to the same accuracy; NaN of an infinity.
WONNX_INLINE Float m_sin(Float x) {
  FloatAngle angle = m_reduced(x);
  Int isEven = m_int((angle.quadrant & 1) == 0);
  Float y = isEven ? m_sinOfReduced(angle) : m_cosOfReduced(angle);
  Int isUpper = m_int((angle.quadrant & 2) == 0);
  Float turned = isUpper ? y : -y;
  return m_abs(x) < 0x1p-13f ? x : turned;
}
