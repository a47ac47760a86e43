#include "IntegerBlock.h"

#include <stdatomic.h>
#include <string.h>

#if WONNX_X86
#include <immintrin.h>
#endif

typedef uint32_t SumsPortable __attribute__((ext_vector_type(4), aligned(4)));

#if WONNX_X86

typedef uint32_t SumsAVX2 __attribute__((ext_vector_type(8), aligned(4)));
typedef uint32_t SumsAVX512 __attribute__((ext_vector_type(16), aligned(4)));
typedef uint32_t SumsVNNI __attribute__((ext_vector_type(16), aligned(4)));

// Products of bytes by way of pairs of 16 bits, none of which saturates: bytes 0 and 2, then 1 and 3.

WONNX_INLINE SumsPortable dotPortable(SumsPortable sum, SumsPortable b, SumsPortable a) {
  const __m128i even = _mm_srai_epi16(_mm_slli_epi16((__m128i)a, 8), 8);
  const __m128i odd = _mm_srai_epi16((__m128i)a, 8);
  sum += (SumsPortable)_mm_madd_epi16((__m128i)(b & 0x00ff00ff), even);
  return sum + (SumsPortable)_mm_madd_epi16((__m128i)(b >> 8 & 0x00ff00ff), odd);
}

WONNX_AVX2 WONNX_INLINE SumsAVX2 dotAVX2(SumsAVX2 sum, SumsAVX2 b, SumsAVX2 a) {
  const __m256i even = _mm256_srai_epi16(_mm256_slli_epi16((__m256i)a, 8), 8);
  const __m256i odd = _mm256_srai_epi16((__m256i)a, 8);
  sum += (SumsAVX2)_mm256_madd_epi16((__m256i)(b & 0x00ff00ff), even);
  return sum + (SumsAVX2)_mm256_madd_epi16((__m256i)(b >> 8 & 0x00ff00ff), odd);
}

WONNX_AVX512 WONNX_INLINE SumsAVX512 dotAVX512(SumsAVX512 sum, SumsAVX512 b, SumsAVX512 a) {
  const __m512i even = _mm512_srai_epi16(_mm512_slli_epi16((__m512i)a, 8), 8);
  const __m512i odd = _mm512_srai_epi16((__m512i)a, 8);
  sum += (SumsAVX512)_mm512_madd_epi16((__m512i)(b & 0x00ff00ff), even);
  return sum + (SumsAVX512)_mm512_madd_epi16((__m512i)(b >> 8 & 0x00ff00ff), odd);
}

#define WONNX_VNNI                                                                                  \
  __attribute__((target("avx512vnni,avx512f,avx512bw,avx512dq,avx512vl,avx2,fma,f16c")))

/// The instruction wraps; the one that saturates has another name.
WONNX_VNNI WONNX_INLINE SumsVNNI dotVNNI(SumsVNNI sum, SumsVNNI b, SumsVNNI a) {
  return (SumsVNNI)_mm512_dpbusd_epi32((__m512i)sum, (__m512i)b, (__m512i)a);
}

#else

WONNX_INLINE SumsPortable dotPortable(SumsPortable sum, SumsPortable b, SumsPortable a) {
  typedef int32_t Signed __attribute__((ext_vector_type(4)));
  WONNX_UNROLL
  for (int byte = 0; byte < integerTerms; ++byte) {
    sum += (b >> (8 * byte) & 0xff) * (SumsPortable)((Signed)(a << (24 - 8 * byte)) >> 24);
  }
  return sum;
}

#endif

#define LANES 4
#define ROWS 4
#define AT(name) name##Portable
#define TARGET
#define DOT dotPortable
#include "IntegerTemplate.h"

#if WONNX_X86

#define LANES 8
#define ROWS 4
#define AT(name) name##AVX2
#define TARGET WONNX_AVX2
#define DOT dotAVX2
#include "IntegerTemplate.h"

#define LANES 16
#define ROWS 8
#define AT(name) name##AVX512
#define TARGET WONNX_AVX512
#define DOT dotAVX512
#include "IntegerTemplate.h"

#define LANES 16
#define ROWS 8
#define AT(name) name##VNNI
#define TARGET WONNX_VNNI
#define DOT dotVNNI
#include "IntegerTemplate.h"

static atomic_bool allowsVNNI = true;

bool wonnx_use_dot_products(bool allowed) {
  atomic_store_explicit(&allowsVNNI, allowed, memory_order_relaxed);
  return allowed && __builtin_cpu_supports("avx512vnni");
}

void wonnx_integer_product(const wonnx_integer_block *block) {
  switch (wonnx_kernels_level()) {
  case WONNX_LEVEL_PORTABLE: blockPortable(block); break;
  case WONNX_LEVEL_AVX2: blockAVX2(block); break;
  case WONNX_LEVEL_AVX512:
    if (__builtin_cpu_supports("avx512vnni") &&
        atomic_load_explicit(&allowsVNNI, memory_order_relaxed)) {
      blockVNNI(block);
    } else {
      blockAVX512(block);
    }
    break;
  }
}

#else

bool wonnx_use_dot_products(bool allowed) {
  (void)allowed;
  return false;
}

void wonnx_integer_product(const wonnx_integer_block *block) { blockPortable(block); }

#endif

typedef uint8_t Bytes __attribute__((ext_vector_type(16), aligned(1)));
typedef uint16_t Pairs __attribute__((ext_vector_type(8), aligned(1)));

WONNX_INLINE void interleaveVectors(const Bytes rows[integerTerms], Pairs words[4]) {
  Bytes low[2], high[2];
  WONNX_UNROLL
  for (int r = 0; r < 2; ++r) {
    low[r] = __builtin_shufflevector(
        rows[2 * r], rows[2 * r + 1], 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
    high[r] = __builtin_shufflevector(
        rows[2 * r], rows[2 * r + 1], 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
  }
  words[0] = __builtin_shufflevector((Pairs)low[0], (Pairs)low[1], 0, 8, 1, 9, 2, 10, 3, 11);
  words[1] = __builtin_shufflevector((Pairs)low[0], (Pairs)low[1], 4, 12, 5, 13, 6, 14, 7, 15);
  words[2] = __builtin_shufflevector((Pairs)high[0], (Pairs)high[1], 0, 8, 1, 9, 2, 10, 3, 11);
  words[3] = __builtin_shufflevector((Pairs)high[0], (Pairs)high[1], 4, 12, 5, 13, 6, 14, 7, 15);
}

void wonnx_interleave(
    const uint8_t *const from[integerTerms], uint8_t flip, ptrdiff_t count, uint8_t *to) {
  static const uint8_t none[integerColumns];
  // What is missing is 0 after the flip.
  const Bytes flips[integerTerms] = {
      from[0] ? flip : 0, from[1] ? flip : 0, from[2] ? flip : 0, from[3] ? flip : 0};
  Bytes rows[integerTerms];
  Pairs words[4];
  const uint8_t *source[integerTerms];
  ptrdiff_t step[integerTerms];
  for (int r = 0; r < integerTerms; ++r) {
    source[r] = from[r] ? from[r] : none;
    step[r] = from[r] ? 1 : 0;
  }
  if (count < integerColumns) {
    for (int r = 0; r < integerTerms; ++r) {
      rows[r] = 0;
      memcpy(&rows[r], source[r], (size_t)count);
      rows[r] ^= flips[r];
    }
    interleaveVectors(rows, words);
    memcpy(to, words, (size_t)(count * integerTerms));
    return;
  }
  for (ptrdiff_t next = 0; next < count; next += integerColumns) {
    // The last vector ends with the last element, and does some elements once more.
    const ptrdiff_t last = count - integerColumns, i = next < last ? next : last;
    WONNX_UNROLL
    for (int r = 0; r < integerTerms; ++r) {
      rows[r] = *(const Bytes *)(source[r] + i * step[r]) ^ flips[r];
    }
    interleaveVectors(rows, words);
    memcpy(to + i * integerTerms, words, sizeof words);
  }
}
