// Written by Conformance/mathematics/kernels.py from WideFloat+Acosh.swift.
#pragma once
#include "Core.h"
#include "Log.h"
#include "Pair.h"

WONNX_INLINE Float m_acosh(Float x);

// The inverse hyperbolic cosine; NaN below one.
WONNX_INLINE Float m_acosh(Float x) {
  Int isBig = m_int(x > 0x1p14f);
  Float t = x - 1.0f;
  FloatPair square = m_twoSum(2.0f * t, t * t);
  Float root = m_sqrt(square.high);
  FloatPair back = m_twoProduct(root, root);
  Float rest = (((square.high - back.high) - back.low) + square.low) / (2.0f * root);
  FloatPair sum = m_twoSum(x, root);
  Float argument = isBig ? x : sum.high;
  Float ratio = (sum.low + rest) / sum.high;
  Float correction = isBig ? 0.0f : ratio;
  Int shift = m_int(isBig ? 1 : 0);
  Float y = m_logCorrected(argument, correction, shift);
  Float edge = x == 1.0f ? 0.0f : __builtin_nanf("");
  return x > 1.0f ? (x < __builtin_inff() ? y : x) : edge;
}
