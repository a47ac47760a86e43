#pragma STDC FP_CONTRACT OFF

#include <string.h>

#include "CodeKernels.h"
#include "Level.h"

enum { PANELS_AT_ONCE = 4 };

typedef float Sixteen __attribute__((ext_vector_type(16), aligned(4)));
typedef uint8_t Bytes __attribute__((ext_vector_type(16), aligned(1)));
typedef uint8_t Eight __attribute__((ext_vector_type(8), aligned(1)));
typedef uint8_t Four __attribute__((ext_vector_type(4), aligned(1)));

/// Code `index` of a row of codes, the lowest bits first.
WONNX_INLINE uint32_t codeAt(const uint8_t *row, ptrdiff_t index, int32_t bits) {
  const ptrdiff_t bit = index * bits;
  const int32_t shift = (int32_t)(bit % 8);
  uint32_t two = row[bit / 8];
  if (shift + bits > 8) { two |= (uint32_t)row[bit / 8 + 1] << 8; }
  return two >> shift & ((1u << bits) - 1);
}

#define AT(name) name##Portable
#define TARGET
#include "CodesTemplate.h"

#if WONNX_X86

#define AT(name) name##AVX2
#define TARGET WONNX_AVX2
#include "CodesTemplate.h"

#define AT(name) name##AVX512
#define TARGET WONNX_AVX512
#include "CodesTemplate.h"

#define LEVELS(name) {name##Portable, name##AVX2, name##AVX512}
#else
#define LEVELS(name) {name##Portable}
#endif

void wonnx_codes_row(
    const wonnx_codes *w, ptrdiff_t panel, ptrdiff_t panels, const float *a, float *y) {
  static void (*const atLevel[])(
      const wonnx_codes *, ptrdiff_t, ptrdiff_t, const float *, float *) = LEVELS(codesRow);
  atLevel[wonnx_kernels_level()](w, panel, panels, a, y);
}

void wonnx_codes_weights(
    const wonnx_codes *w, ptrdiff_t panel, ptrdiff_t first, ptrdiff_t count, float *to) {
  static void (*const atLevel[])(const wonnx_codes *, ptrdiff_t, ptrdiff_t, ptrdiff_t, float *) =
      LEVELS(codesWeights);
  atLevel[wonnx_kernels_level()](w, panel, first, count, to);
}

void wonnx_codes_pack_blocks(const wonnx_codes *w, float *scales, uint8_t *zeros) {
  const ptrdiff_t panels = (w->columns + 15) / 16;
  for (ptrdiff_t i = 0; i < panels * w->blocks * 16; ++i) {
    const ptrdiff_t place = i / 16 / w->blocks * 16 + i % 16, block = i / 16 % w->blocks;
    const ptrdiff_t column = place < w->columns ? place : w->columns - 1;
    if (scales) { scales[i] = w->scales[column * w->blocks + block]; }
    if (zeros) {
      zeros[i] = (uint8_t)codeAt(w->packed_zeros + column * w->zero_pitch, block, w->zero_bits);
    }
  }
}

void wonnx_codes_pack(
    const uint8_t *lines, ptrdiff_t pitch, ptrdiff_t columns, ptrdiff_t depth, ptrdiff_t block,
    int32_t bits, uint8_t *panel) {
  const int32_t kept = bits <= 2 ? 2 : bits <= 4 ? 4 : 8;
  const int32_t step = 16 / (8 / kept);
  const ptrdiff_t blockBytes = block * bits / 8;
  for (ptrdiff_t k = 0; k < depth; ++k, panel += step) {
    const uint8_t *from = lines + k / block * blockBytes;
    memset(panel, 0, (size_t)step);
    for (ptrdiff_t j = 0; j < columns; ++j) {
      const uint32_t code = codeAt(from + j * pitch, k % block, bits);
      panel[j % step] |= (uint8_t)(code << (j / step * kept));
    }
  }
}
