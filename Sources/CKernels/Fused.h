// Portable vectors of four floats, and a multiply-add with one rounding for CPUs
// that have no such instruction.
#ifndef WONNX_FUSED_H
#define WONNX_FUSED_H

#include <math.h>
#include <stdint.h>

#include "Level.h"

typedef float wonnx_float4 __attribute__((ext_vector_type(4), aligned(4)));

#if defined(__FMA__) || defined(__aarch64__)

#define WONNX_UNROLL_PORTABLE WONNX_UNROLL

WONNX_INLINE wonnx_float4 wonnx_fused_float4(wonnx_float4 a, wonnx_float4 b, wonnx_float4 c) {
  return __builtin_elementwise_fma(a, b, c);
}

#else

#define WONNX_UNROLL_PORTABLE _Pragma("clang loop unroll(disable)")

/// `a·b + c` with one rounding, by way of doubles.
///
/// The product of two floats is exact in double. The sum is rounded to odd there (TwoSum gives its
/// error), and a double has more than two bits beyond a float, so the last conversion is right.
WONNX_INLINE wonnx_float4 wonnx_fused_float4(wonnx_float4 a, wonnx_float4 b, wonnx_float4 c) {
  typedef double Wide __attribute__((ext_vector_type(4)));
  typedef int64_t Bits __attribute__((ext_vector_type(4)));
  Wide product = __builtin_convertvector(a, Wide) * __builtin_convertvector(b, Wide);
  Wide addend = __builtin_convertvector(c, Wide);
  Wide sum = product + addend;
  Wide part = sum - product;
  Wide error = (product - (sum - part)) + (addend - part);
  Bits bits = (Bits)sum;
  // An error that is NaN belongs to a sum that is not finite and needs no correction.
  Bits inexact = (Bits)(error > 0) | (Bits)(error < 0);
  Bits isEven = (bits & 1) - 1;
  Bits sameSign = ~(((Bits)error ^ bits) >> 63);
  Bits step = (sameSign & 2) - 1;
  bits += step & inexact & isEven;
  return __builtin_convertvector((Wide)bits, wonnx_float4);
}

#endif

#endif
