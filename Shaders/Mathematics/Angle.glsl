// Written by Conformance/mathematics/shaders.py from Angle.swift.
#ifndef MATHEMATICS_ANGLE
#define MATHEMATICS_ANGLE
#include "Mathematics/Bits.glsl"
#include "Mathematics/Core.glsl"
#include "Mathematics/Pair.glsl"
#include "Mathematics/TwoOverPi.glsl"

FloatAngle m_reduced(float x);
FloatAngle m_reducedModerate(float x);
FloatAngle m_reducedHuge(float x);

// `x` less the nearest multiple of π/2.
FloatAngle m_reduced(float x) {
  if (abs(x) < 4096.0) {
    return m_reducedModerate(x);
  }
  return abs(x) < uintBitsToFloat(0x7f800000u) ? m_reducedHuge(x) : FloatAngle(uintBitsToFloat(0x7fc00000u), 0.0, 0);
}

// π/2 in four parts, of which the first three times the multiple are exact.
FloatAngle m_reducedModerate(float x) {
  float shifted = x * uintBitsToFloat(0x3f22f983u) + uintBitsToFloat(0x4b400000u);
  float k = shifted - uintBitsToFloat(0x4b400000u);
  FloatPair a = m_twoSum(x - k * uintBitsToFloat(0x3fc91000u), -(k * uintBitsToFloat(0xb6957000u)));
  FloatPair b = m_twoSum(a.high, -(k * uintBitsToFloat(0xb06f5000u)));
  float rest = (a.low + b.low) - k * uintBitsToFloat(0x298c234cu);
  float high = b.high + rest;
  float low = (b.high - high) + rest;
  uint quadrant = uint(m_bits(shifted));
  return FloatAngle(high, low, quadrant);
}

// Integer arithmetic on the digits of 2/π that matter (Payne and Hanek).
FloatAngle m_reducedHuge(float x) {
  uint bits = m_bits(abs(x));
  int exponent = int(bits >> 23) - 127;
  uint m = ((bits & 0x007fffffu) | 0x00800000u) << 8;
  FloatDigits digits = m_twoOverPiDigits(x, exponent);
  uint add1 = m * digits.second;
  uint word1 = m_mulHigh(m, digits.third) + add1;
  uint carry1 = word1 < add1 ? 1 : 0;
  uint add2 = m * digits.first;
  uint part2 = m_mulHigh(m, digits.second) + add2;
  uint carry2 = part2 < add2 ? 1 : 0;
  uint word2 = part2 + carry1;
  uint carry3 = word2 < carry1 ? 1 : 0;
  uint word3 = m_mulHigh(m, digits.first) + carry2 + carry3;
  uint turns = ((word3 & 1) << 1) | (word2 >> (32 - 1));
  uint high = (word2 << 1) | (word1 >> (32 - 1));
  uint low = word1 << 1;
  bool isUpper = high >= 0x80000000u;
  uint borrow = low == 0 ? 1 : 0;
  uint high1 = isUpper ? ~high + borrow : high;
  uint low1 = isUpper ? 0 - low : low;
  bool isShort = high1 == 0;
  uint high2 = isShort ? low1 : high1;
  uint low2 = isShort ? 0 : low1;
  int zeros = m_leadingZeros(high2);
  uint spread = uint(zeros);
  uint fraction = (high2 << spread) | ((low2 >> 1) >> ((32 - 1) - spread));
  uint product = m_mulHigh(fraction, 0xc90fdaa2u);
  float scale = m_scaled(1.0, 0 - zeros - (isShort ? 2 * 32 - 1 : 32 - 1));
  bool isNegative = isUpper != (x < 0.0);
  float factor = isNegative ? -scale : scale;
  uint turned = uint(turns) + (isUpper ? 1 : 0);
  uint quadrant = x < 0.0 ? 0 - turned : turned;
  float leading = m_converted(product & 0xffffff00u) * factor;
  float trailing = m_converted(product & 0x000000ffu) * factor;
  return FloatAngle(leading, trailing, quadrant);
}

#if WONNX_HAS_FLOAT64
DoubleAngle m_reduced(double x);
DoubleAngle m_reducedModerate(double x);
DoubleAngle m_reducedHuge(double x);

// `x` less the nearest multiple of π/2.
DoubleAngle m_reduced(double x) {
  if (abs(x) < 1048576.0lf) {
    return m_reducedModerate(x);
  }
  return abs(x) < packDouble2x32(uvec2(0u, 0x7ff00000u)) ? m_reducedHuge(x) : DoubleAngle(packDouble2x32(uvec2(0u, 0x7ff80000u)), 0.0lf, 0);
}

// π/2 in four parts, of which the first three times the multiple are exact.
DoubleAngle m_reducedModerate(double x) {
  double shifted = x * packDouble2x32(uvec2(0x6dc9c883u, 0x3fe45f30u)) + packDouble2x32(uvec2(0x00000000u, 0x43380000u));
  double k = shifted - packDouble2x32(uvec2(0x00000000u, 0x43380000u));
  DoublePair a = m_twoSum(x - k * packDouble2x32(uvec2(0x54400000u, 0x3ff921fbu)), -(k * packDouble2x32(uvec2(0x1a600000u, 0x3dd0b461u))));
  DoublePair b = m_twoSum(a.high, -(k * packDouble2x32(uvec2(0x2e000000u, 0x3ba3198au))));
  double rest = (a.low + b.low) - k * packDouble2x32(uvec2(0x252049c1u, 0x397b839au));
  double high = b.high + rest;
  double low = (b.high - high) + rest;
  uint quadrant = uint(m_bits(shifted));
  return DoubleAngle(high, low, quadrant);
}

// Integer arithmetic on the digits of 2/π that matter (Payne and Hanek).
DoubleAngle m_reducedHuge(double x) {
  uint64_t bits = m_bits(abs(x));
  int exponent = int(bits >> 52) - 1023;
  uint64_t m = ((bits & 0x000ffffffffffffful) | 0x0010000000000000ul) << 11;
  DoubleDigits digits = m_twoOverPiDigits(x, exponent);
  uint64_t add1 = m * digits.second;
  uint64_t word1 = m_mulHigh(m, digits.third) + add1;
  uint64_t carry1 = word1 < add1 ? 1 : 0;
  uint64_t add2 = m * digits.first;
  uint64_t part2 = m_mulHigh(m, digits.second) + add2;
  uint64_t carry2 = part2 < add2 ? 1 : 0;
  uint64_t word2 = part2 + carry1;
  uint64_t carry3 = word2 < carry1 ? 1 : 0;
  uint64_t word3 = m_mulHigh(m, digits.first) + carry2 + carry3;
  uint64_t turns = ((word3 & 1) << 1) | (word2 >> (64 - 1));
  uint64_t high = (word2 << 1) | (word1 >> (64 - 1));
  uint64_t low = word1 << 1;
  bool isUpper = high >= 0x8000000000000000ul;
  uint64_t borrow = low == 0 ? 1 : 0;
  uint64_t high1 = isUpper ? ~high + borrow : high;
  uint64_t low1 = isUpper ? 0 - low : low;
  bool isShort = high1 == 0;
  uint64_t high2 = isShort ? low1 : high1;
  uint64_t low2 = isShort ? 0 : low1;
  int zeros = m_leadingZeros(high2);
  uint64_t spread = uint64_t(zeros);
  uint64_t fraction = (high2 << spread) | ((low2 >> 1) >> ((64 - 1) - spread));
  uint64_t product = m_mulHigh(fraction, 0xc90fdaa22168c235ul);
  double scale = m_scaled(1.0lf, 0 - zeros - (isShort ? 2 * 64 - 1 : 64 - 1));
  bool isNegative = isUpper != (x < 0.0lf);
  double factor = isNegative ? -scale : scale;
  uint turned = uint(turns) + (isUpper ? 1 : 0);
  uint quadrant = x < 0.0lf ? 0 - turned : turned;
  double leading = m_converted(product & 0xfffffffffffff800ul) * factor;
  double trailing = m_converted(product & 0x00000000000007fful) * factor;
  return DoubleAngle(leading, trailing, quadrant);
}
#endif

#endif
