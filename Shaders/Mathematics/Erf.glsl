// Written by Conformance/mathematics/shaders.py from WideFloat+Erf.swift.
#ifndef MATHEMATICS_ERF
#define MATHEMATICS_ERF
#include "Mathematics/Bits.glsl"
#include "Mathematics/Core.glsl"
#include "Mathematics/Exp.glsl"
#include "Mathematics/Pair.glsl"

float m_erf(float x);
float m_erfTail(float z);
float m_erfcLogarithm(float x);
float m_erfcFar(float x);
float m_erfcFarTail(float t);

// The error function.
float m_erf(float x) {
  float a = abs(x);
  float near = a + a * m_erfTail(a * a);
  float bounded = a > 3.95 ? 3.95 : a;
  float far = 1.0 - m_exp(-m_erfcLogarithm(bounded));
  return m_signed(a < 0.875 ? near : far, x);
}

// `erf x / x - 1` for `z = x²`, `|x| <= 0.875`.
float m_erfTail(float z) {
  float p = uintBitsToFloat(0x38b63e96u);
  p = p * z - uintBitsToFloat(0x3a5756aau);
  p = p * z + uintBitsToFloat(0x3baa9fdbu);
  p = p * z - uintBitsToFloat(0x3cdc0d14u);
  p = p * z + uintBitsToFloat(0x3de71745u);
  p = p * z - uintBitsToFloat(0x3ec093a2u);
  return p * z + uintBitsToFloat(0x3e0375d4u);
}

// `-log(erfc x)` for `0.87 <= x <= 3.95`.
float m_erfcLogarithm(float x) {
  float p = uintBitsToFloat(0x3382a967u);
  p = p * x - uintBitsToFloat(0x35c3a8d8u);
  p = p * x + uintBitsToFloat(0x37668385u);
  p = p * x - uintBitsToFloat(0x3848d7fbu);
  p = p * x - uintBitsToFloat(0x39701e57u);
  p = p * x + uintBitsToFloat(0x3b78c4ffu);
  p = p * x - uintBitsToFloat(0x3cca6e4bu);
  p = p * x + uintBitsToFloat(0x3ddd4958u);
  p = p * x + uintBitsToFloat(0x3f22246cu);
  p = p * x + uintBitsToFloat(0x3f90954cu);
  return p * x - uintBitsToFloat(0x3946b852u);
}

// `erfc x` for `0.5 <= x <= 28`: `e^-x² · p(t) / (1 + 2x)` with `t = (x - 2) / (x + 2)`.
float m_erfcFar(float x) {
  float t = (x - 2.0) / (x + 2.0);
  FloatPair numerator = m_fastTwoSum(uintBitsToFloat(0x3fa37407u), uintBitsToFloat(0x3201d8adu) + t * m_erfcFarTail(t));
  FloatPair scale = m_quotient(numerator, m_fastTwoSum(2.0 * x, 1.0));
  float high = m_leadingHalf(x);
  float low = -((x - high) * (x + high));
  FloatPair exponent = m_fastTwoSum(-(high * high), low + scale.low / scale.high);
  return m_expOfPair(exponent, scale.high);
}

// The smooth factor of `erfcFar`, less its value at zero, over t.
float m_erfcFarTail(float t) {
  float p = uintBitsToFloat(0x380adee1u);
  p = p * t + uintBitsToFloat(0x39761ba4u);
  p = p * t - uintBitsToFloat(0x39ba4253u);
  p = p * t - uintBitsToFloat(0x3ac2fef8u);
  p = p * t + uintBitsToFloat(0x3aa1f9a6u);
  p = p * t + uintBitsToFloat(0x3c0f1688u);
  p = p * t - uintBitsToFloat(0x3c0387c3u);
  p = p * t - uintBitsToFloat(0x3d5e1754u);
  p = p * t + uintBitsToFloat(0x3e27fcf1u);
  p = p * t - uintBitsToFloat(0x3e2a03dbu);
  return p * t - uintBitsToFloat(0x3dbdfaf5u);
}

#if WONNX_HAS_FLOAT64
double m_erf(double x);
double m_erfTail(double z);
double m_erfcFar(double x);
double m_erfcFarTail(double t);

// The error function.
double m_erf(double x) {
  double a = abs(x);
  if (a < 0.875lf) {
    return m_signed(a + a * m_erfTail(a * a), x);
  }
  double bounded = a > 6.0lf ? 6.0lf : a;
  return m_signed(1.0lf - m_erfcFar(bounded), x);
}

// `erf x / x - 1` for `z = x²`, `|x| <= 0.875`.
double m_erfTail(double z) {
  double p = -packDouble2x32(uvec2(0xc0d3d3fdu, 0x3e0dc6adu));
  p = p * z + packDouble2x32(uvec2(0x9990b808u, 0x3e4e5403u));
  p = p * z - packDouble2x32(uvec2(0x20d2ebffu, 0x3e85dcefu));
  p = p * z + packDouble2x32(uvec2(0xeb9d5442u, 0x3ebb9c0eu));
  p = p * z - packDouble2x32(uvec2(0x949bd26cu, 0x3eef4d01u));
  p = p * z + packDouble2x32(uvec2(0xfd14ed20u, 0x3f1f9a30u));
  p = p * z - packDouble2x32(uvec2(0x363ca5efu, 0x3f4c02dbu));
  p = p * z + packDouble2x32(uvec2(0xd0bcb23du, 0x3f7565bcu));
  p = p * z - packDouble2x32(uvec2(0x3127b6bau, 0x3f9b82ceu));
  p = p * z + packDouble2x32(uvec2(0x1a0429b5u, 0x3fbce2f2u));
  p = p * z - packDouble2x32(uvec2(0x6b0379e5u, 0x3fd81274u));
  return p * z + packDouble2x32(uvec2(0x8214db69u, 0x3fc06ebau));
}

// `erfc x` for `0.5 <= x <= 28`: `e^-x² · p(t) / (1 + 2x)` with `t = (x - 2) / (x + 2)`.
double m_erfcFar(double x) {
  double t = (x - 2.0lf) / (x + 2.0lf);
  DoublePair numerator = m_fastTwoSum(packDouble2x32(uvec2(0xe2277953u, 0x3ff46e80u)), packDouble2x32(uvec2(0xdb15f39du, 0x3c99bd73u)) + t * m_erfcFarTail(t));
  DoublePair scale = m_quotient(numerator, m_fastTwoSum(2.0lf * x, 1.0lf));
  double high = m_leadingHalf(x);
  double low = -((x - high) * (x + high));
  DoublePair exponent = m_fastTwoSum(-(high * high), low + scale.low / scale.high);
  return m_expOfPair(exponent, scale.high);
}

// The smooth factor of `erfcFar`, less its value at zero, over t.
double m_erfcFarTail(double t) {
  double p = -packDouble2x32(uvec2(0xb6a8e21bu, 0x3e7cbd19u));
  p = p * t + packDouble2x32(uvec2(0x90481b4eu, 0x3e8b05e1u));
  p = p * t + packDouble2x32(uvec2(0x975fc1a5u, 0x3e9649bfu));
  p = p * t - packDouble2x32(uvec2(0x15ecb25du, 0x3e9b3168u));
  p = p * t - packDouble2x32(uvec2(0x94daee9au, 0x3eafcb73u));
  p = p * t - packDouble2x32(uvec2(0xeee398b8u, 0x3ea2caa9u));
  p = p * t + packDouble2x32(uvec2(0x5683d90eu, 0x3eb9a11du));
  p = p * t + packDouble2x32(uvec2(0x3bdf036fu, 0x3ed5a19cu));
  p = p * t + packDouble2x32(uvec2(0xce32dc6cu, 0x3ecf2ba3u));
  p = p * t - packDouble2x32(uvec2(0xab74fcf3u, 0x3eec416du));
  p = p * t - packDouble2x32(uvec2(0x9ca0fea6u, 0x3f03193au));
  p = p * t - packDouble2x32(uvec2(0xa3337c92u, 0x3eb96446u));
  p = p * t + packDouble2x32(uvec2(0x38b10b50u, 0x3f23cc12u));
  p = p * t + packDouble2x32(uvec2(0x7ba1c4c9u, 0x3f2b0c8cu));
  p = p * t - packDouble2x32(uvec2(0xad982de7u, 0x3f3dc693u));
  p = p * t - packDouble2x32(uvec2(0x18f515c8u, 0x3f57de52u));
  p = p * t + packDouble2x32(uvec2(0xd5511c00u, 0x3f54d461u));
  p = p * t + packDouble2x32(uvec2(0xc916850cu, 0x3f81dd2eu));
  p = p * t - packDouble2x32(uvec2(0x404b45f4u, 0x3f807423u));
  p = p * t - packDouble2x32(uvec2(0x56199a3bu, 0x3fabc2b9u));
  p = p * t + packDouble2x32(uvec2(0xe14e288bu, 0x3fc4ffa1u));
  p = p * t - packDouble2x32(uvec2(0xebf3243cu, 0x3fc5407bu));
  return p * t - packDouble2x32(uvec2(0xc1700634u, 0x3fb7bf5eu));
}
#endif

#endif
