// Vectors of LANES numbers, and what the functions' translation takes for granted.
#pragma once

#include "../Level.h"

typedef float Float __attribute__((ext_vector_type(LANES), aligned(4)));
typedef int32_t Int __attribute__((ext_vector_type(LANES)));
typedef uint32_t UInt __attribute__((ext_vector_type(LANES)));
typedef uint64_t Wide __attribute__((ext_vector_type(LANES)));

#define OVERLOADED static inline __attribute__((always_inline, overloadable))

/// `high + low`, unevaluated.
typedef struct { Float high, low; } FloatPair;
/// `quadrant · π/2 + high + low`; two bits of the quadrant count.
typedef struct { Float high, low; UInt quadrant; } FloatAngle;
/// Three consecutive words of the digits of 2/π.
typedef struct { UInt first, second, third; } FloatDigits;

WONNX_INLINE FloatPair m_FloatPair(Float high, Float low) { return (FloatPair){high, low}; }

WONNX_INLINE FloatAngle m_FloatAngle(Float high, Float low, UInt quadrant) {
  return (FloatAngle){high, low, quadrant};
}

OVERLOADED Float m_choice(Int first, Float a, Float b) { return first ? a : b; }

OVERLOADED FloatAngle m_choice(Int first, FloatAngle a, FloatAngle b) {
  return (FloatAngle){
      first ? a.high : b.high, first ? a.low : b.low, first ? a.quadrant : b.quadrant};
}

OVERLOADED UInt m_uint(UInt x) { return x; }
OVERLOADED UInt m_uint(Int x) { return (UInt)x; }
OVERLOADED UInt m_uint(int x) { return (UInt)(uint32_t)x; }
OVERLOADED Int m_int(UInt x) { return (Int)x; }
OVERLOADED Int m_int(Int x) { return x; }

WONNX_INLINE bool m_all(Int masks) { return __builtin_reduce_and(masks) != 0; }
WONNX_INLINE UInt m_bits(Float x) { return (UInt)x; }
WONNX_INLINE Float m_fromBits(UInt bits) { return (Float)bits; }
WONNX_INLINE Float m_abs(Float x) { return (Float)((UInt)x & 0x7fffffffu); }
WONNX_INLINE Float m_sqrt(Float x) { return __builtin_elementwise_sqrt(x); }
WONNX_INLINE Float m_float(Int x) { return __builtin_convertvector(x, Float); }

/// The upper half of `a · b`.
WONNX_INLINE UInt m_mulHigh(UInt a, UInt b) {
  Wide product = __builtin_convertvector(a, Wide) * __builtin_convertvector(b, Wide);
  return __builtin_convertvector(product >> 32, UInt);
}

WONNX_INLINE Int m_leadingZeros(UInt word) {
  Int zeros;
  for (int i = 0; i < LANES; ++i) { zeros[i] = word[i] == 0 ? 32 : __builtin_clz(word[i]); }
  return zeros;
}

/// A word of at most 24 significant bits as a number.
WONNX_INLINE Float m_converted(UInt word) { return __builtin_convertvector(word, Float); }

/// 2/π in binary after 64 zeros: from digit `e` on, the digits of `2^e · 2/π` modulo 2^64.
static const uint32_t m_twoOverPiWords[] = {
    0x00000000, 0x00000000, 0xa2f9836e, 0x4e441529, 0xfc2757d1, 0xf534ddc0,
    0xdb629599, 0x3c439041, 0xfe5163ab, 0xdebbc561, 0xb7246e3a,
};

/// 32 digits from `place`, which is at most 255; from 0 if it is less.
WONNX_INLINE UInt m_twoOverPiBits(Int place) {
  UInt bits;
  for (int i = 0; i < LANES; ++i) {
    const uint32_t at = place[i] < 0 ? 0 : (uint32_t)place[i], word = at / 32, shift = at % 32;
    const uint64_t both = (uint64_t)m_twoOverPiWords[word] << 32 | m_twoOverPiWords[word + 1];
    bits[i] = (uint32_t)(both << shift >> 32);
  }
  return bits;
}

/// 96 digits of `2^exponent · 2/π` from weight 2^31 on, for an exponent of at most 128.
WONNX_INLINE FloatDigits m_twoOverPiDigits(Float unused, Int exponent) {
  (void)unused;
  return (FloatDigits){
      m_twoOverPiBits(exponent + 32), m_twoOverPiBits(exponent + 64),
      m_twoOverPiBits(exponent + 96)};
}
