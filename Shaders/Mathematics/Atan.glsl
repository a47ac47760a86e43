// Written by Conformance/mathematics/shaders.py from WideFloat+Atan.swift.
#ifndef MATHEMATICS_ATAN
#define MATHEMATICS_ATAN
#include "Mathematics/Bits.glsl"
#include "Mathematics/Core.glsl"

float m_atan(float x);
float m_atanOfRatio(float y, float x);
float m_atanTail(float z);

// The arc tangent.
float m_atan(float x) {
  return m_signed(m_atanOfRatio(abs(x), 1.0), x);
}

// `atan(y / x)` for `y, x >= 0` of which one is positive, and at most one infinite.
float m_atanOfRatio(float y, float x) {
  bool isSteep = y > x;
  float n = isSteep ? x : y;
  float d = isSteep ? y : x;
  bool isMiddle = n > 0.4375 * d;
  bool isUpper = n > 0.6875 * d;
  float up = isUpper ? n - d : isMiddle ? n - 0.5 * d : n;
  float down = isUpper ? n + d : isMiddle ? d + 0.5 * n : d;
  float high = isUpper ? uintBitsToFloat(0x3f490fdbu) : isMiddle ? uintBitsToFloat(0x3eed6338u) : 0.0;
  float low = isUpper ? uintBitsToFloat(0xb2bbbd2eu) : isMiddle ? uintBitsToFloat(0x31ac376au) : 0.0;
  float t = up / down;
  float z = t * t;
  float rest = t * z * m_atanTail(z) + low;
  float shallow = high + (t + rest);
  float steep = (uintBitsToFloat(0x3fc90fdbu) - high) - (t + (rest + uintBitsToFloat(0x333bbd2eu)));
  return isSteep ? steep : shallow;
}

// `(atan t - t) / t³` for `z = t²`, `|t| <= 7/16`.
float m_atanTail(float z) {
  float p = uintBitsToFloat(0x3d457aa4u);
  p = p * z - uintBitsToFloat(0x3daeba92u);
  p = p * z + uintBitsToFloat(0x3de2789cu);
  p = p * z - uintBitsToFloat(0x3e124311u);
  p = p * z + uintBitsToFloat(0x3e4cccb4u);
  return p * z - uintBitsToFloat(0x3eaaaaabu);
}

#if WONNX_HAS_FLOAT64
double m_atan(double x);
double m_atanOfRatio(double y, double x);
double m_atanTail(double z);

// The arc tangent.
double m_atan(double x) {
  return m_signed(m_atanOfRatio(abs(x), 1.0lf), x);
}

// `atan(y / x)` for `y, x >= 0` of which one is positive, and at most one infinite.
double m_atanOfRatio(double y, double x) {
  bool isSteep = y > x;
  double n = isSteep ? x : y;
  double d = isSteep ? y : x;
  bool isMiddle = n > 0.4375lf * d;
  bool isUpper = n > 0.6875lf * d;
  double up = isUpper ? n - d : isMiddle ? n - 0.5lf * d : n;
  double down = isUpper ? n + d : isMiddle ? d + 0.5lf * n : d;
  double high = isUpper ? packDouble2x32(uvec2(0x54442d18u, 0x3fe921fbu)) : isMiddle ? packDouble2x32(uvec2(0x0561bb4fu, 0x3fddac67u)) : 0.0lf;
  double low = isUpper ? packDouble2x32(uvec2(0x33145c07u, 0x3c81a626u)) : isMiddle ? packDouble2x32(uvec2(0x222f65e2u, 0x3c7a2b7fu)) : 0.0lf;
  double t = up / down;
  double z = t * t;
  double rest = t * z * m_atanTail(z) + low;
  double shallow = high + (t + rest);
  double steep = (packDouble2x32(uvec2(0x54442d18u, 0x3ff921fbu)) - high) - (t + (rest - packDouble2x32(uvec2(0x33145c07u, 0x3c91a626u))));
  return isSteep ? steep : shallow;
}

// `(atan t - t) / t³` for `z = t²`, `|t| <= 7/16`.
double m_atanTail(double z) {
  double p = packDouble2x32(uvec2(0x8d3850abu, 0x3f8e3ddbu));
  p = p * z - packDouble2x32(uvec2(0x30d6c30eu, 0x3fa0f547u));
  p = p * z + packDouble2x32(uvec2(0xe901f5dbu, 0x3fa6ffb4u));
  p = p * z - packDouble2x32(uvec2(0xfd05ec97u, 0x3faab582u));
  p = p * z + packDouble2x32(uvec2(0x532a7e28u, 0x3fae1704u));
  p = p * z - packDouble2x32(uvec2(0xa0c8644au, 0x3fb110c9u));
  p = p * z + packDouble2x32(uvec2(0x5a0eb258u, 0x3fb3b137u));
  p = p * z - packDouble2x32(uvec2(0x54ac3da3u, 0x3fb745d1u));
  p = p * z + packDouble2x32(uvec2(0x1bd21787u, 0x3fbc71c7u));
  p = p * z - packDouble2x32(uvec2(0x92485417u, 0x3fc24924u));
  p = p * z + packDouble2x32(uvec2(0x999998c4u, 0x3fc99999u));
  return p * z - packDouble2x32(uvec2(0x55555555u, 0x3fd55555u));
}
#endif

#endif
