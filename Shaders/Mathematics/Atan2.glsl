// Written by Conformance/mathematics/shaders.py from WideFloat+Atan2.swift.
#ifndef MATHEMATICS_ATAN2
#define MATHEMATICS_ATAN2
#include "Mathematics/Atan.glsl"
#include "Mathematics/Bits.glsl"
#include "Mathematics/Core.glsl"

float m_atan2(float y, float x);

// The angle of the point `(x, y)`, in `-π ... π`, by the signs of both, zeros included.
float m_atan2(float y, float x) {
  if (x != x || y != y) {
    return uintBitsToFloat(0x7fc00000u);
  }
  float a = abs(y);
  float b = abs(x);
  float peak = a > b ? a : b;
  bool isDiagonal = a == b && (a == 0.0 || a == uintBitsToFloat(0x7f800000u));
  float factor = peak > uintBitsToFloat(0x7e000000u) ? 0.25 : peak < uintBitsToFloat(0x0d800000u) ? uintBitsToFloat(0x4b800000u) : 1.0;
  float n = isDiagonal ? (a == 0.0 ? 0.0 : 1.0) : a * factor;
  float d = isDiagonal ? 1.0 : b * factor;
  float angle = m_atanOfRatio(n, d);
  bool isLeft = (m_bits(x) & 0x80000000u) != 0;
  float turned = isLeft ? uintBitsToFloat(0x40490fdbu) - (angle + uintBitsToFloat(0x33bbbd2eu)) : angle;
  return m_signed(turned, y);
}

#if WONNX_HAS_FLOAT64
double m_atan2(double y, double x);

// The angle of the point `(x, y)`, in `-π ... π`, by the signs of both, zeros included.
double m_atan2(double y, double x) {
  if (x != x || y != y) {
    return packDouble2x32(uvec2(0u, 0x7ff80000u));
  }
  double a = abs(y);
  double b = abs(x);
  double peak = a > b ? a : b;
  bool isDiagonal = a == b && (a == 0.0lf || a == packDouble2x32(uvec2(0u, 0x7ff00000u)));
  double factor = peak > packDouble2x32(uvec2(0x00000000u, 0x7fb00000u)) ? 0.25lf : peak < packDouble2x32(uvec2(0x00000000u, 0x07b00000u)) ? packDouble2x32(uvec2(0x00000000u, 0x43400000u)) : 1.0lf;
  double n = isDiagonal ? (a == 0.0lf ? 0.0lf : 1.0lf) : a * factor;
  double d = isDiagonal ? 1.0lf : b * factor;
  double angle = m_atanOfRatio(n, d);
  bool isLeft = (m_bits(x) & 0x8000000000000000ul) != 0;
  double turned = isLeft ? packDouble2x32(uvec2(0x54442d18u, 0x400921fbu)) - (angle - packDouble2x32(uvec2(0x33145c07u, 0x3ca1a626u))) : angle;
  return m_signed(turned, y);
}
#endif

#endif
