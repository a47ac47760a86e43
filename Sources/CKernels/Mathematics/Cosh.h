// Written by Conformance/mathematics/kernels.py from WideFloat+Cosh.swift.
#pragma once
#include "Core.h"
#include "Exp.h"

WONNX_INLINE Float m_cosh(Float x);

// The hyperbolic cosine.
WONNX_INLINE Float m_cosh(Float x) {
  Float half = m_expScaled(m_abs(x), -1);
  return half + 0.25f / half;
}
