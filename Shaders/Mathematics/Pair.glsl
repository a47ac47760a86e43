// Written by Conformance/mathematics/shaders.py from Pair.swift.
#ifndef MATHEMATICS_PAIR
#define MATHEMATICS_PAIR
#include "Mathematics/Bits.glsl"
#include "Mathematics/Core.glsl"

FloatPair m_twoSum(float a, float b);
FloatPair m_fastTwoSum(float a, float b);
FloatPair m_twoProduct(float a, float b);
FloatPair m_product(FloatPair a, FloatPair b);
FloatPair m_quotient(FloatPair a, FloatPair b);

// `a + b` without error.
FloatPair m_twoSum(float a, float b) {
  float sum = a + b;
  float shadow = sum - a;
  float low = (a - (sum - shadow)) + (b - shadow);
  return FloatPair(sum, low);
}

// `a + b` without error, for `|a| >= |b|` or `a = 0`.
FloatPair m_fastTwoSum(float a, float b) {
  float sum = a + b;
  float low = b - (sum - a);
  return FloatPair(sum, low);
}

// `a · b`, to twice the digits, where neither the product nor its error underflows.
FloatPair m_twoProduct(float a, float b) {
  float product = a * b;
  float aHigh = m_leadingHalf(a);
  float aLow = a - aHigh;
  float bHigh = m_leadingHalf(b);
  float bLow = b - bHigh;
  float low = ((aHigh * bHigh - product) + aHigh * bLow + aLow * bHigh) + aLow * bLow;
  return FloatPair(product, low);
}

// `a · b` of two pairs, to nearly twice the digits.
FloatPair m_product(FloatPair a, FloatPair b) {
  FloatPair p = m_twoProduct(a.high, b.high);
  return m_fastTwoSum(p.high, p.low + (a.high * b.low + a.low * b.high));
}

// `a / b` of two pairs, to nearly twice the digits.
FloatPair m_quotient(FloatPair a, FloatPair b) {
  float q = a.high / b.high;
  FloatPair p = m_twoProduct(q, b.high);
  float rest = ((a.high - p.high) - p.low) + (a.low - q * b.low);
  return m_fastTwoSum(q, rest / b.high);
}

#if WONNX_HAS_FLOAT64
DoublePair m_twoSum(double a, double b);
DoublePair m_fastTwoSum(double a, double b);
DoublePair m_twoProduct(double a, double b);
DoublePair m_product(DoublePair a, DoublePair b);
DoublePair m_quotient(DoublePair a, DoublePair b);

// `a + b` without error.
DoublePair m_twoSum(double a, double b) {
  double sum = a + b;
  double shadow = sum - a;
  double low = (a - (sum - shadow)) + (b - shadow);
  return DoublePair(sum, low);
}

// `a + b` without error, for `|a| >= |b|` or `a = 0`.
DoublePair m_fastTwoSum(double a, double b) {
  double sum = a + b;
  double low = b - (sum - a);
  return DoublePair(sum, low);
}

// `a · b`, to twice the digits, where neither the product nor its error underflows.
DoublePair m_twoProduct(double a, double b) {
  double product = a * b;
  double aHigh = m_leadingHalf(a);
  double aLow = a - aHigh;
  double bHigh = m_leadingHalf(b);
  double bLow = b - bHigh;
  double low = ((aHigh * bHigh - product) + aHigh * bLow + aLow * bHigh) + aLow * bLow;
  return DoublePair(product, low);
}

// `a · b` of two pairs, to nearly twice the digits.
DoublePair m_product(DoublePair a, DoublePair b) {
  DoublePair p = m_twoProduct(a.high, b.high);
  return m_fastTwoSum(p.high, p.low + (a.high * b.low + a.low * b.high));
}

// `a / b` of two pairs, to nearly twice the digits.
DoublePair m_quotient(DoublePair a, DoublePair b) {
  double q = a.high / b.high;
  DoublePair p = m_twoProduct(q, b.high);
  double rest = ((a.high - p.high) - p.low) + (a.low - q * b.low);
  return m_fastTwoSum(q, rest / b.high);
}
#endif

#endif
