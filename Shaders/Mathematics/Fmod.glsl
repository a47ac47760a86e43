// Written by Conformance/mathematics/shaders.py from WideFloat+Fmod.swift.
#ifndef MATHEMATICS_FMOD
#define MATHEMATICS_FMOD
#include "Mathematics/Bits.glsl"
#include "Mathematics/Core.glsl"

float m_fmod(float x, float y);
float m_remainderValue(uint rest, int exponent);

// `x - n·y` with `n = x / y` truncated, exactly; the sign is that of `x`.
float m_fmod(float x, float y) {
  float a = abs(x);
  float b = abs(y);
  if (!(a < uintBitsToFloat(0x7f800000u)) || !(b > 0.0)) {
    return uintBitsToFloat(0x7fc00000u);
  }
  if (a < b) {
    return x;
  }
  uint aBits = m_bits(a);
  uint bBits = m_bits(b);
  int aField = int(aBits >> 23);
  int bField = int(bBits >> 23);
  uint aImplied = aField > 0 ? 0x00800000u : 0;
  uint bImplied = bField > 0 ? 0x00800000u : 0;
  uint divisor = (bBits & 0x007fffffu) | bImplied;
  uint rest = ((aBits & 0x007fffffu) | aImplied) % divisor;
  int aExponent = aField > 0 ? aField : 1;
  int bExponent = bField > 0 ? bField : 1;
  int steps = aExponent - bExponent;
  while (steps > 0) {
    int step = steps > 8 ? 8 : steps;
    rest = (rest << uint(step)) % divisor;
    steps = steps - step;
  }
  float y0 = m_remainderValue(rest, bExponent);
  return m_signed(y0, x);
}

// `rest · 2^(exponent - bias - 23)`, for a rest below `2^(23 + 1)`.
float m_remainderValue(uint rest, int exponent) {
  if (rest == 0) {
    return 0.0;
  }
  int room = m_leadingZeros(rest) - 8;
  int shift = room < exponent - 1 ? room : exponent - 1;
  uint digits = rest << uint(shift);
  int field = exponent - shift;
  bool isNormal = digits >= 0x00800000u;
  uint high = isNormal ? uint(field - 1) << 23 : 0;
  return m_fromBits(digits + high);
}

#if WONNX_HAS_FLOAT64
double m_fmod(double x, double y);
double m_remainderValue(uint64_t rest, int exponent);

// `x - n·y` with `n = x / y` truncated, exactly; the sign is that of `x`.
double m_fmod(double x, double y) {
  double a = abs(x);
  double b = abs(y);
  if (!(a < packDouble2x32(uvec2(0u, 0x7ff00000u))) || !(b > 0.0lf)) {
    return packDouble2x32(uvec2(0u, 0x7ff80000u));
  }
  if (a < b) {
    return x;
  }
  uint64_t aBits = m_bits(a);
  uint64_t bBits = m_bits(b);
  int aField = int(aBits >> 52);
  int bField = int(bBits >> 52);
  uint64_t aImplied = aField > 0 ? 0x0010000000000000ul : 0;
  uint64_t bImplied = bField > 0 ? 0x0010000000000000ul : 0;
  uint64_t divisor = (bBits & 0x000ffffffffffffful) | bImplied;
  uint64_t rest = ((aBits & 0x000ffffffffffffful) | aImplied) % divisor;
  int aExponent = aField > 0 ? aField : 1;
  int bExponent = bField > 0 ? bField : 1;
  int steps = aExponent - bExponent;
  while (steps > 0) {
    int step = steps > 11 ? 11 : steps;
    rest = (rest << uint64_t(step)) % divisor;
    steps = steps - step;
  }
  double y0 = m_remainderValue(rest, bExponent);
  return m_signed(y0, x);
}

// `rest · 2^(exponent - bias - 52)`, for a rest below `2^(52 + 1)`.
double m_remainderValue(uint64_t rest, int exponent) {
  if (rest == 0) {
    return 0.0lf;
  }
  int room = m_leadingZeros(rest) - 11;
  int shift = room < exponent - 1 ? room : exponent - 1;
  uint64_t digits = rest << uint64_t(shift);
  int field = exponent - shift;
  bool isNormal = digits >= 0x0010000000000000ul;
  uint64_t high = isNormal ? uint64_t(field - 1) << 52 : 0;
  return m_fromBits(digits + high);
}
#endif

#endif
