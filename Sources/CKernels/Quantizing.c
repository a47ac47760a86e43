#pragma STDC FP_CONTRACT OFF

#include <string.h>

#include "Level.h"

/// The scales from element `i` on.
WONNX_INLINE wonnx_scales from(wonnx_scales by, ptrdiff_t i) {
  by.scale += i * by.step;
  if (by.zero) { by.zero += i * by.step; }
  return by;
}

#define LANES 4
#define AT(name) name##Portable
#define TARGET
#include "QuantizingTemplate.h"

#if WONNX_X86

#define LANES 8
#define AT(name) name##AVX2
#define TARGET WONNX_AVX2
#include "QuantizingTemplate.h"

#define LANES 16
#define AT(name) name##AVX512
#define TARGET WONNX_AVX512
#include "QuantizingTemplate.h"

#define LEVELS(name) {name##Portable, name##AVX2, name##AVX512}
#else
#define LEVELS(name) {name##Portable}
#endif

#define DISPATCHING(name, From, To)                                                      \
  void wonnx_##name(const From *x, wonnx_scales by, To *y, ptrdiff_t count) {            \
    static void (*const atLevel[])(const From *, wonnx_scales, To *, ptrdiff_t) =        \
        LEVELS(name);                                                                    \
    atLevel[wonnx_kernels_level()](x, by, y, count);                                     \
  }

DISPATCHING(quantize_u8, float, uint8_t)
DISPATCHING(quantize_s8, float, int8_t)
DISPATCHING(quantize_u16, float, uint16_t)
DISPATCHING(quantize_s16, float, int16_t)
DISPATCHING(requantize_u8, int32_t, uint8_t)
DISPATCHING(requantize_s8, int32_t, int8_t)
DISPATCHING(dequantize_u8, uint8_t, float)
DISPATCHING(dequantize_s8, int8_t, float)
DISPATCHING(dequantize_u16, uint16_t, float)
DISPATCHING(dequantize_s16, int16_t, float)
DISPATCHING(dequantize_s32, int32_t, float)

#define DISPATCHING_PAIRS(name, Element)                                                 \
  void wonnx_##name(                                                                     \
      wonnx_quantized_pair by, const Element *a, ptrdiff_t aStep, const Element *b,      \
      ptrdiff_t bStep, Element *y, ptrdiff_t count) {                                    \
    static void (*const atLevel[])(                                                      \
        wonnx_quantized_pair, const Element *, ptrdiff_t, const Element *, ptrdiff_t,    \
        Element *, ptrdiff_t) = LEVELS(name);                                            \
    atLevel[wonnx_kernels_level()](by, a, aStep, b, bStep, y, count);                    \
  }

DISPATCHING_PAIRS(quantized_pair_u8, uint8_t)
DISPATCHING_PAIRS(quantized_pair_s8, int8_t)

void wonnx_range(const float *x, ptrdiff_t count, float *least, float *peak) {
  static void (*const atLevel[])(const float *, ptrdiff_t, float *, float *) = LEVELS(range);
  atLevel[wonnx_kernels_level()](x, count, least, peak);
}
