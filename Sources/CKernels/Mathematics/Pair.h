// Written by Conformance/mathematics/kernels.py from Pair.swift.
#pragma once
#include "Bits.h"
#include "Core.h"

WONNX_INLINE FloatPair m_twoSum(Float a, Float b);
WONNX_INLINE FloatPair m_fastTwoSum(Float a, Float b);
WONNX_INLINE FloatPair m_twoProduct(Float a, Float b);
WONNX_INLINE FloatPair m_product(FloatPair a, FloatPair b);
WONNX_INLINE FloatPair m_quotient(FloatPair a, FloatPair b);

// `a + b` without error.
WONNX_INLINE FloatPair m_twoSum(Float a, Float b) {
  Float sum = a + b;
  Float shadow = sum - a;
  Float low = (a - (sum - shadow)) + (b - shadow);
  return m_FloatPair(sum, low);
}

// `a + b` without error, for `|a| >= |b|` or `a = 0`.
WONNX_INLINE FloatPair m_fastTwoSum(Float a, Float b) {
  Float sum = a + b;
  Float low = b - (sum - a);
  return m_FloatPair(sum, low);
}

// `a · b`, to twice the digits, where neither the product nor its error underflows.
WONNX_INLINE FloatPair m_twoProduct(Float a, Float b) {
  Float product = a * b;
  Float aHigh = m_leadingHalf(a);
  Float aLow = a - aHigh;
  Float bHigh = m_leadingHalf(b);
  Float bLow = b - bHigh;
  Float low = ((aHigh * bHigh - product) + aHigh * bLow + aLow * bHigh) + aLow * bLow;
  return m_FloatPair(product, low);
}

// `a · b` of two pairs, to nearly twice the digits.
WONNX_INLINE FloatPair m_product(FloatPair a, FloatPair b) {
  FloatPair p = m_twoProduct(a.high, b.high);
  return m_fastTwoSum(p.high, p.low + (a.high * b.low + a.low * b.high));
}

// `a / b` of two pairs, to nearly twice the digits.
WONNX_INLINE FloatPair m_quotient(FloatPair a, FloatPair b) {
  Float q = a.high / b.high;
  FloatPair p = m_twoProduct(q, b.high);
  Float rest = ((a.high - p.high) - p.low) + (a.low - q * b.low);
  return m_fastTwoSum(q, rest / b.high);
}
