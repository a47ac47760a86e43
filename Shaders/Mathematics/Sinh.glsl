// Written by Conformance/mathematics/shaders.py from WideFloat+Sinh.swift.
#ifndef MATHEMATICS_SINH
#define MATHEMATICS_SINH
#include "Mathematics/Bits.glsl"
#include "Mathematics/Core.glsl"
#include "Mathematics/Exp.glsl"

float m_sinh(float x);
float m_sinhTail(float z);

// The hyperbolic sine.
float m_sinh(float x) {
  float a = abs(x);
  float z = a * a;
  float near = a + a * z * m_sinhTail(z);
  float half_ = m_expScaled(a, -1);
  float far = half_ - 0.25 / half_;
  return m_signed(a < 1.5 ? near : far, x);
}

// `(sinh x - x) / x³` for `z = x²`, `|x| <= 1.5`.
float m_sinhTail(float z) {
  float p = uintBitsToFloat(0x32df20b5u);
  p = p * z + uintBitsToFloat(0x3638cf92u);
  p = p * z + uintBitsToFloat(0x39500d67u);
  p = p * z + uintBitsToFloat(0x3c088888u);
  return p * z + uintBitsToFloat(0x3e2aaaabu);
}

#if WONNX_HAS_FLOAT64
double m_sinh(double x);
double m_sinhTail(double z);

// The hyperbolic sine.
double m_sinh(double x) {
  double a = abs(x);
  double z = a * a;
  double near = a + a * z * m_sinhTail(z);
  double half_ = m_expScaled(a, -1);
  double far = half_ - 0.25lf / half_;
  return m_signed(a < 1.5lf ? near : far, x);
}

// `(sinh x - x) / x³` for `z = x²`, `|x| <= 1.5`.
double m_sinhTail(double z) {
  double p = packDouble2x32(uvec2(0x3f21ac47u, 0x3c636b7fu));
  p = p * z + packDouble2x32(uvec2(0xb259a14au, 0x3ce950cdu));
  p = p * z + packDouble2x32(uvec2(0x6d0ce64au, 0x3d6ae7f8u));
  p = p * z + packDouble2x32(uvec2(0x0da0bffbu, 0x3de61246u));
  p = p * z + packDouble2x32(uvec2(0x67feb5c8u, 0x3e5ae645u));
  p = p * z + packDouble2x32(uvec2(0xa556bee6u, 0x3ec71de3u));
  p = p * z + packDouble2x32(uvec2(0x1a01a021u, 0x3f2a01a0u));
  p = p * z + packDouble2x32(uvec2(0x11111111u, 0x3f811111u));
  return p * z + packDouble2x32(uvec2(0x55555555u, 0x3fc55555u));
}
#endif

#endif
