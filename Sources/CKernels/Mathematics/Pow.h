// Written by Conformance/mathematics/kernels.py from WideFloat+Pow.swift.
#pragma once
#include "Bits.h"
#include "Core.h"
#include "Exp.h"
#include "Pair.h"

WONNX_INLINE Float m_pow(Float x, Float y);
WONNX_INLINE Int m_isInteger(Float x);
WONNX_INLINE Float m_powOfPositive(Float a, Float y);
WONNX_INLINE FloatPair m_logPair(Float x);
WONNX_INLINE Float m_logPairTail(Float z);

// `x^y`; `x^0` and `1^y` are one even for NaN, a negative base needs an integer.
WONNX_INLINE Float m_pow(Float x, Float y) {
  Int isEarly = y == 2.0f;
  if (m_all(isEarly)) { return x * x; }
  Float a = m_abs(x);
  Int isWhole = m_int(m_isInteger(m_abs(y)));
  Int isOdd = m_int(isWhole && !m_isInteger(0.5f * m_abs(y)));
  Int isEdge = m_int(a == 0.0f || a == __builtin_inff());
  Float edge = (a == 0.0f) == (y > 0.0f) ? 0.0f : __builtin_inff();
  Float inner = m_powOfPositive(a, y);
  Float power = m_signed(isEdge ? edge : inner, isOdd ? x : 1.0f);
  Int isReal = m_int(isWhole || isEdge || x > 0.0f);
  Int isNumber = m_int(isReal && x == x && y == y);
  return m_choice(isEarly, x * x, y == 0.0f || x == 1.0f ? 1.0f : isNumber ? power : __builtin_nanf(""));
}

// Whether a number of no sign has no fraction; an infinity has none.
WONNX_INLINE Int m_isInteger(Float x) {
  return x >= 0x1p23f || (x + 0x1p23f) - 0x1p23f == x;
}

// `a^y` for a positive finite `a`, through the logarithm as a pair.
WONNX_INLINE Float m_powOfPositive(Float a, Float y) {
  Float power = y > 0x1p34f ? 0x1p34f : y < -0x1p34f ? -0x1p34f : y;
  FloatPair logarithm = m_logPair(a);
  FloatPair p = m_twoProduct(power, logarithm.high);
  FloatPair exponent = m_fastTwoSum(p.high, p.low + power * logarithm.low);
  return m_expOfPair(exponent, 1.0f);
}

// The natural logarithm of a positive finite `x`, to some bits beyond the type's own.
WONNX_INLINE FloatPair m_logPair(Float x) {
  Int isSmall = m_int(x < 0x1p-126f);
  Float scaled = isSmall ? x * 0x1p25f : x;
  UInt offset = m_uint(m_bits(scaled) - 0x3f3504f3u);
  Int shift = m_int(isSmall ? -25 : 0);
  Int k = m_int(m_int(m_int(offset) >> 23) + shift);
  Float f = m_fromBits((offset & 0x007fffffu) + 0x3f3504f3u) - 1.0f;
  Float e = m_float(k);
  FloatPair s = m_quotient(m_FloatPair(f, 0.0f), m_fastTwoSum(2.0f, f));
  FloatPair z = m_product(s, s);
  FloatPair third = m_fastTwoSum(0x1.555556p-2f, z.high * m_logPairTail(z.high));
  FloatPair t = m_product(z, m_FloatPair(third.high, third.low - 0x1.555556p-27f));
  FloatPair u = m_product(s, t);
  FloatPair g = m_fastTwoSum(s.high, u.high);
  Float gLow = g.low + (u.low + s.low);
  FloatPair sum = m_fastTwoSum(e * 0x1.62e4p-1f, 2.0f * g.high);
  Float rest = sum.low + (e * 0x1.7f7cp-20f + (2.0f * gLow + e * 0x1.1cf79ap-36f));
  return m_fastTwoSum(sum.high, rest);
}

// `(atanh(s) / s - 1 - s²/3) / s⁴` for `z = s²`, `|s| <= 0.1716`.
WONNX_INLINE Float m_logPairTail(Float z) {
  Float p = 0x1.8797f2p-4f;
  p = p * z + 0x1.c6c0d8p-4f;
  p = p * z + 0x1.24928ep-3f;
  return p * z + 0x1.99999ap-3f;
}
