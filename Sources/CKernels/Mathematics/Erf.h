// Written by Conformance/mathematics/kernels.py from WideFloat+Erf.swift.
#pragma once
#include "Bits.h"
#include "Core.h"
#include "Exp.h"
#include "Pair.h"

WONNX_INLINE Float m_erf(Float x);
WONNX_INLINE Float m_erfTail(Float z);
WONNX_INLINE Float m_erfcLogarithm(Float x);
WONNX_INLINE Float m_erfcFar(Float x);
WONNX_INLINE Float m_erfcFarTail(Float t);

// The error function.
WONNX_INLINE Float m_erf(Float x) {
  Float a = m_abs(x);
  Float near = a + a * m_erfTail(a * a);
  Float bounded = a > 3.95f ? 3.95f : a;
  Float far = 1.0f - m_exp(-m_erfcLogarithm(bounded));
  return m_signed(a < 0.875f ? near : far, x);
}

// `erf x / x - 1` for `z = x²`, `|x| <= 0.875`.
WONNX_INLINE Float m_erfTail(Float z) {
  Float p = 0x1.6c7d2cp-14f;
  p = p * z - 0x1.aead54p-11f;
  p = p * z + 0x1.553fb6p-8f;
  p = p * z - 0x1.b81a28p-6f;
  p = p * z + 0x1.ce2e8ap-4f;
  p = p * z - 0x1.812744p-2f;
  return p * z + 0x1.06eba8p-3f;
}

// `-log(erfc x)` for `0.87 <= x <= 3.95`.
WONNX_INLINE Float m_erfcLogarithm(Float x) {
  Float p = 0x1.0552cep-24f;
  p = p * x - 0x1.8751bp-20f;
  p = p * x + 0x1.cd070ap-17f;
  p = p * x - 0x1.91aff6p-15f;
  p = p * x - 0x1.e03caep-13f;
  p = p * x + 0x1.f189fep-9f;
  p = p * x - 0x1.94dc96p-6f;
  p = p * x + 0x1.ba92bp-4f;
  p = p * x + 0x1.4448d8p-1f;
  p = p * x + 0x1.212a98p0f;
  return p * x - 0x1.8d70a4p-13f;
}

// `erfc x` for `0.5 <= x <= 28`: `e^-x² · p(t) / (1 + 2x)` with `t = (x - 2) / (x + 2)`.
WONNX_INLINE Float m_erfcFar(Float x) {
  Float t = (x - 2.0f) / (x + 2.0f);
  FloatPair numerator = m_fastTwoSum(0x1.46e80ep0f, 0x1.03b15ap-27f + t * m_erfcFarTail(t));
  FloatPair scale = m_quotient(numerator, m_fastTwoSum(2.0f * x, 1.0f));
  Float high = m_leadingHalf(x);
  Float low = -((x - high) * (x + high));
  FloatPair exponent = m_fastTwoSum(-(high * high), low + scale.low / scale.high);
  return m_expOfPair(exponent, scale.high);
}

// The smooth factor of `erfcFar`, less its value at zero, over t.
WONNX_INLINE Float m_erfcFarTail(Float t) {
  Float p = 0x1.15bdc2p-15f;
  p = p * t + 0x1.ec3748p-13f;
  p = p * t - 0x1.7484a6p-12f;
  p = p * t - 0x1.85fdfp-10f;
  p = p * t + 0x1.43f34cp-10f;
  p = p * t + 0x1.1e2d1p-7f;
  p = p * t - 0x1.070f86p-7f;
  p = p * t - 0x1.bc2ea8p-5f;
  p = p * t + 0x1.4ff9e2p-3f;
  p = p * t - 0x1.5407b6p-3f;
  return p * t - 0x1.7bf5eap-4f;
}
