#pragma STDC FP_CONTRACT OFF

#include <string.h>

#include "Level.h"

#if WONNX_X86
#include <immintrin.h>
#endif

static float asFloat(uint32_t bits) {
  float x;
  memcpy(&x, &bits, sizeof x);
  return x;
}

static uint32_t asBits(float x) {
  uint32_t bits;
  memcpy(&bits, &x, sizeof bits);
  return bits;
}

static float widen(uint16_t half) {
  uint32_t magnitude = half & 0x7fff;
  // The exponent's bias differs by 112. Subnormals go by integers, which no mode flushes.
  uint32_t bits = magnitude < 0x400 ? asBits((float)magnitude * 0x1p-24f)
                                    : asBits(asFloat(magnitude << 13) * 0x1p112f);
  if (magnitude >= 0x7c00) { bits |= 0x7f800000; }
  if (magnitude > 0x7c00) { bits |= 0x00400000; }
  return asFloat(bits | (uint32_t)(half & 0x8000) << 16);
}

static uint16_t narrow(float x) {
  uint32_t bits = asBits(x), sign = bits >> 16 & 0x8000, magnitude = bits & 0x7fffffff;
  if (magnitude > 0x7f800000) { return (uint16_t)(sign | 0x7e00 | (magnitude >> 13 & 0x3ff)); }
  if (magnitude >= 0x47800000) { return (uint16_t)(sign | 0x7c00); }
  if (magnitude < 0x38800000) {
    // Adding 0.5 leaves the subnormal's last place as the sum's, rounded by the addition.
    return (uint16_t)(sign | (asBits(asFloat(magnitude) + 0.5f) - 0x3f000000));
  }
  // A carry runs into the exponent, up to infinity.
  return (uint16_t)(sign | ((magnitude - 0x38000000 + 0xfff + (magnitude >> 13 & 1)) >> 13));
}

#if WONNX_X86

WONNX_AVX2 static size_t widenVectors(const uint16_t *from, float *to, size_t count) {
  size_t i = 0;
  for (; i + 8 <= count; i += 8) {
    _mm256_storeu_ps(to + i, _mm256_cvtph_ps(_mm_loadu_si128((const __m128i *)(from + i))));
  }
  return i;
}

WONNX_AVX2 static size_t narrowVectors(const float *from, uint16_t *to, size_t count) {
  size_t i = 0;
  for (; i + 8 <= count; i += 8) {
    __m128i halves = _mm256_cvtps_ph(_mm256_loadu_ps(from + i), _MM_FROUND_TO_NEAREST_INT);
    _mm_storeu_si128((__m128i *)(to + i), halves);
  }
  return i;
}

#endif

void wonnx_f16_to_f32(const uint16_t *from, float *to, size_t count) {
  size_t i = 0;
#if WONNX_X86
  if (wonnx_kernels_level() >= WONNX_LEVEL_AVX2) { i = widenVectors(from, to, count); }
#endif
  for (; i < count; ++i) { to[i] = widen(from[i]); }
}

void wonnx_f32_to_f16(const float *from, uint16_t *to, size_t count) {
  size_t i = 0;
#if WONNX_X86
  if (wonnx_kernels_level() >= WONNX_LEVEL_AVX2) { i = narrowVectors(from, to, count); }
#endif
  for (; i < count; ++i) { to[i] = narrow(from[i]); }
}

void wonnx_bf16_to_f32(const uint16_t *from, float *to, size_t count) {
  for (size_t i = 0; i < count; ++i) { to[i] = asFloat((uint32_t)from[i] << 16); }
}

void wonnx_f32_to_bf16(const float *from, uint16_t *to, size_t count) {
  // The product takes a subnormal number for zero where the thread's operations do.
  static const volatile float one = 1;
  const float factor = one;
  for (size_t i = 0; i < count; ++i) {
    uint32_t bits = asBits(from[i] * factor);
    uint32_t rounded = (bits + 0x7fff + (bits >> 16 & 1)) >> 16;
    uint32_t quiet = (bits >> 16 & 0x8000) | 0x7fc0;
    to[i] = (uint16_t)((bits & 0x7fffffff) > 0x7f800000 ? quiet : rounded);
  }
}

void wonnx_f32_to_s32(const float *from, int32_t *to, size_t count) {
  // The greatest float below 2^31.
  const float top = 0x1.fffffep30f;
  for (size_t i = 0; i < count; ++i) {
    const float x = from[i];
    float bounded = x < top ? x : top;
    bounded = bounded > -0x1p31f ? bounded : -0x1p31f;
    const int32_t integer = x > top ? INT32_MAX : (int32_t)bounded;
    to[i] = x == x ? integer : 0;
  }
}
