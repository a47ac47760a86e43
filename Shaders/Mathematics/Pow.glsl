// Written by Conformance/mathematics/shaders.py from WideFloat+Pow.swift.
#ifndef MATHEMATICS_POW
#define MATHEMATICS_POW
#include "Mathematics/Bits.glsl"
#include "Mathematics/Core.glsl"
#include "Mathematics/Exp.glsl"
#include "Mathematics/Pair.glsl"

float m_pow(float x, float y);
bool m_isInteger(float x);
float m_powOfPositive(float a, float y);
FloatPair m_logPair(float x);
float m_logPairTail(float z);

// `x^y`; `x^0` and `1^y` are one even for NaN, a negative base needs an integer.
float m_pow(float x, float y) {
  if (y == 2.0) {
    return x * x;
  }
  float a = abs(x);
  bool isWhole = m_isInteger(abs(y));
  bool isOdd = isWhole && !m_isInteger(0.5 * abs(y));
  bool isEdge = a == 0.0 || a == uintBitsToFloat(0x7f800000u);
  float edge = (a == 0.0) == (y > 0.0) ? 0.0 : uintBitsToFloat(0x7f800000u);
  float inner = m_powOfPositive(a, y);
  float power = m_signed(isEdge ? edge : inner, isOdd ? x : 1.0);
  bool isReal = isWhole || isEdge || x > 0.0;
  bool isNumber = isReal && x == x && y == y;
  return y == 0.0 || x == 1.0 ? 1.0 : isNumber ? power : uintBitsToFloat(0x7fc00000u);
}

// Whether a number of no sign has no fraction; an infinity has none.
bool m_isInteger(float x) {
  return x >= uintBitsToFloat(0x4b000000u) || (x + uintBitsToFloat(0x4b000000u)) - uintBitsToFloat(0x4b000000u) == x;
}

// `a^y` for a positive finite `a`, through the logarithm as a pair.
float m_powOfPositive(float a, float y) {
  float power = y > uintBitsToFloat(0x50800000u) ? uintBitsToFloat(0x50800000u) : y < -uintBitsToFloat(0x50800000u) ? uintBitsToFloat(0xd0800000u) : y;
  FloatPair logarithm = m_logPair(a);
  FloatPair p = m_twoProduct(power, logarithm.high);
  FloatPair exponent = m_fastTwoSum(p.high, p.low + power * logarithm.low);
  return m_expOfPair(exponent, 1.0);
}

// The natural logarithm of a positive finite `x`, to some bits beyond the type's own.
FloatPair m_logPair(float x) {
  bool isSmall = x < uintBitsToFloat(0x00800000u);
  float scaled = isSmall ? x * uintBitsToFloat(0x4c000000u) : x;
  uint offset = m_bits(scaled) - 0x3f3504f3u;
  int shift = isSmall ? -25 : 0;
  int k = int(int(offset) >> 23) + shift;
  float f = m_fromBits((offset & 0x007fffffu) + 0x3f3504f3u) - 1.0;
  float e = float(k);
  FloatPair s = m_quotient(FloatPair(f, 0.0), m_fastTwoSum(2.0, f));
  FloatPair z = m_product(s, s);
  FloatPair third = m_fastTwoSum(uintBitsToFloat(0x3eaaaaabu), z.high * m_logPairTail(z.high));
  FloatPair t = m_product(z, FloatPair(third.high, third.low - uintBitsToFloat(0x322aaaabu)));
  FloatPair u = m_product(s, t);
  FloatPair g = m_fastTwoSum(s.high, u.high);
  float gLow = g.low + (u.low + s.low);
  FloatPair sum = m_fastTwoSum(e * uintBitsToFloat(0x3f317200u), 2.0 * g.high);
  float rest = sum.low + (e * uintBitsToFloat(0x35bfbe00u) + (2.0 * gLow + e * uintBitsToFloat(0x2d8e7bcdu)));
  return m_fastTwoSum(sum.high, rest);
}

// `(atanh(s) / s - 1 - s²/3) / s⁴` for `z = s²`, `|s| <= 0.1716`.
float m_logPairTail(float z) {
  float p = uintBitsToFloat(0x3dc3cbf9u);
  p = p * z + uintBitsToFloat(0x3de3606cu);
  p = p * z + uintBitsToFloat(0x3e124947u);
  return p * z + uintBitsToFloat(0x3e4ccccdu);
}

#if WONNX_HAS_FLOAT64
double m_pow(double x, double y);
bool m_isInteger(double x);
double m_powOfPositive(double a, double y);
DoublePair m_logPair(double x);
double m_logPairTail(double z);

// `x^y`; `x^0` and `1^y` are one even for NaN, a negative base needs an integer.
double m_pow(double x, double y) {
  if (y == 2.0lf) {
    return x * x;
  }
  double a = abs(x);
  bool isWhole = m_isInteger(abs(y));
  bool isOdd = isWhole && !m_isInteger(0.5lf * abs(y));
  bool isEdge = a == 0.0lf || a == packDouble2x32(uvec2(0u, 0x7ff00000u));
  double edge = (a == 0.0lf) == (y > 0.0lf) ? 0.0lf : packDouble2x32(uvec2(0u, 0x7ff00000u));
  double inner = m_powOfPositive(a, y);
  double power = m_signed(isEdge ? edge : inner, isOdd ? x : 1.0lf);
  bool isReal = isWhole || isEdge || x > 0.0lf;
  bool isNumber = isReal && x == x && y == y;
  return y == 0.0lf || x == 1.0lf ? 1.0lf : isNumber ? power : packDouble2x32(uvec2(0u, 0x7ff80000u));
}

// Whether a number of no sign has no fraction; an infinity has none.
bool m_isInteger(double x) {
  return x >= packDouble2x32(uvec2(0x00000000u, 0x43300000u)) || (x + packDouble2x32(uvec2(0x00000000u, 0x43300000u))) - packDouble2x32(uvec2(0x00000000u, 0x43300000u)) == x;
}

// `a^y` for a positive finite `a`, through the logarithm as a pair.
double m_powOfPositive(double a, double y) {
  double power = y > packDouble2x32(uvec2(0x00000000u, 0x43f00000u)) ? packDouble2x32(uvec2(0x00000000u, 0x43f00000u)) : y < -packDouble2x32(uvec2(0x00000000u, 0x43f00000u)) ? packDouble2x32(uvec2(0x00000000u, 0xc3f00000u)) : y;
  DoublePair logarithm = m_logPair(a);
  DoublePair p = m_twoProduct(power, logarithm.high);
  DoublePair exponent = m_fastTwoSum(p.high, p.low + power * logarithm.low);
  return m_expOfPair(exponent, 1.0lf);
}

// The natural logarithm of a positive finite `x`, to some bits beyond the type's own.
DoublePair m_logPair(double x) {
  bool isSmall = x < packDouble2x32(uvec2(0x00000000u, 0x00100000u));
  double scaled = isSmall ? x * packDouble2x32(uvec2(0x00000000u, 0x43500000u)) : x;
  uint64_t offset = m_bits(scaled) - 0x3fe6a09e667f3bcdul;
  int shift = isSmall ? -54 : 0;
  int k = int(int64_t(offset) >> 52) + shift;
  double f = m_fromBits((offset & 0x000ffffffffffffful) + 0x3fe6a09e667f3bcdul) - 1.0lf;
  double e = double(k);
  DoublePair s = m_quotient(DoublePair(f, 0.0lf), m_fastTwoSum(2.0lf, f));
  DoublePair z = m_product(s, s);
  DoublePair third = m_fastTwoSum(packDouble2x32(uvec2(0x55555555u, 0x3fd55555u)), z.high * m_logPairTail(z.high));
  DoublePair t = m_product(z, DoublePair(third.high, third.low + packDouble2x32(uvec2(0x55555555u, 0x3c755555u))));
  DoublePair u = m_product(s, t);
  DoublePair g = m_fastTwoSum(s.high, u.high);
  double gLow = g.low + (u.low + s.low);
  DoublePair sum = m_fastTwoSum(e * packDouble2x32(uvec2(0xfefa4000u, 0x3fe62e42u)), 2.0lf * g.high);
  double rest = sum.low + (e * packDouble2x32(uvec2(0x1b0e2000u, 0xbd48432au)) + (2.0lf * gLow + e * packDouble2x32(uvec2(0x1a12a17eu, 0xbaa8cff8u))));
  return m_fastTwoSum(sum.high, rest);
}

// `(atanh(s) / s - 1 - s²/3) / s⁴` for `z = s²`, `|s| <= 0.1716`.
double m_logPairTail(double z) {
  double p = packDouble2x32(uvec2(0x4d8436a1u, 0x3fae032eu));
  p = p * z + packDouble2x32(uvec2(0xbc7c7563u, 0x3fadf7c5u));
  p = p * z + packDouble2x32(uvec2(0x9ee5b8a4u, 0x3fb1118cu));
  p = p * z + packDouble2x32(uvec2(0x5c881220u, 0x3fb3b139u));
  p = p * z + packDouble2x32(uvec2(0x77aad02au, 0x3fb745d1u));
  p = p * z + packDouble2x32(uvec2(0x1c6ea871u, 0x3fbc71c7u));
  p = p * z + packDouble2x32(uvec2(0x92492522u, 0x3fc24924u));
  return p * z + packDouble2x32(uvec2(0x9999999au, 0x3fc99999u));
}
#endif

#endif
