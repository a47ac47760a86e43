// Written by Conformance/mathematics/kernels.py from Angle.swift.
#pragma once
#include "Bits.h"
#include "Core.h"
#include "Pair.h"

WONNX_INLINE FloatAngle m_reduced(Float x);
WONNX_INLINE FloatAngle m_reducedModerate(Float x);
WONNX_INLINE FloatAngle m_reducedHuge(Float x);

// `x` less the nearest multiple of π/2.
WONNX_INLINE FloatAngle m_reduced(Float x) {
  Int isEarly = m_abs(x) < 4096.0f;
  if (m_all(isEarly)) { return m_reducedModerate(x); }
  return m_choice(isEarly, m_reducedModerate(x), m_choice(m_abs(x) < __builtin_inff(), m_reducedHuge(x), m_FloatAngle(__builtin_nanf(""), 0.0f, 0)));
}

// π/2 in four parts, of which the first three times the multiple are exact.
WONNX_INLINE FloatAngle m_reducedModerate(Float x) {
  Float shifted = x * 0x1.45f306p-1f + 0x1.8p23f;
  Float k = shifted - 0x1.8p23f;
  FloatPair a = m_twoSum(x - k * 0x1.922p0f, -(k * -0x1.2aep-18f));
  FloatPair b = m_twoSum(a.high, -(k * -0x1.deap-31f));
  Float rest = (a.low + b.low) - k * 0x1.184698p-44f;
  Float high = b.high + rest;
  Float low = (b.high - high) + rest;
  UInt quadrant = m_uint(m_uint(m_bits(shifted)));
  return m_FloatAngle(high, low, quadrant);
}

// Integer arithmetic on the digits of 2/π that matter (Payne and Hanek).
WONNX_INLINE FloatAngle m_reducedHuge(Float x) {
  UInt bits = m_uint(m_bits(m_abs(x)));
  Int exponent = m_int(m_int(bits >> 23) - 127);
  UInt m = m_uint(((bits & 0x007fffffu) | 0x00800000u) << 8);
  FloatDigits digits = m_twoOverPiDigits(x, exponent);
  UInt add1 = m_uint(m * digits.second);
  UInt word1 = m_uint(m_mulHigh(m, digits.third) + add1);
  UInt carry1 = m_uint(word1 < add1 ? 1 : 0);
  UInt add2 = m_uint(m * digits.first);
  UInt part2 = m_uint(m_mulHigh(m, digits.second) + add2);
  UInt carry2 = m_uint(part2 < add2 ? 1 : 0);
  UInt word2 = m_uint(part2 + carry1);
  UInt carry3 = m_uint(word2 < carry1 ? 1 : 0);
  UInt word3 = m_uint(m_mulHigh(m, digits.first) + carry2 + carry3);
  UInt turns = m_uint(((word3 & 1) << 1) | (word2 >> (32 - 1)));
  UInt high = m_uint((word2 << 1) | (word1 >> (32 - 1)));
  UInt low = m_uint(word1 << 1);
  Int isUpper = m_int(high >= 0x80000000u);
  UInt borrow = m_uint(low == 0 ? 1 : 0);
  UInt high1 = m_uint(isUpper ? ~high + borrow : high);
  UInt low1 = m_uint(isUpper ? 0 - low : low);
  Int isShort = m_int(high1 == 0);
  UInt high2 = m_uint(isShort ? low1 : high1);
  UInt low2 = m_uint(isShort ? 0 : low1);
  Int zeros = m_int(m_leadingZeros(high2));
  UInt spread = m_uint(m_uint(zeros));
  UInt fraction = m_uint((high2 << (spread & 31)) | ((low2 >> 1) >> (((32 - 1) - spread) & 31)));
  UInt product = m_uint(m_mulHigh(fraction, 0xc90fdaa2u));
  Float scale = m_scaled(1.0f, 0 - zeros - (isShort ? 2 * 32 - 1 : 32 - 1));
  Int isNegative = m_int(isUpper != (x < 0.0f));
  Float factor = isNegative ? -scale : scale;
  UInt turned = m_uint(m_uint(turns) + (isUpper ? 1 : 0));
  UInt quadrant = m_uint(x < 0.0f ? 0 - turned : turned);
  Float leading = m_converted(product & 0xffffff00u) * factor;
  Float trailing = m_converted(product & 0x000000ffu) * factor;
  return m_FloatAngle(leading, trailing, quadrant);
}
