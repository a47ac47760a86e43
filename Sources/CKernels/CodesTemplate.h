// Matrices of few-bit codes at one level. Included after
//   AT(name), TARGET    spelling, instructions

/// The codes of one term of a panel's columns.
TARGET WONNX_INLINE Sixteen AT(codesOf)(const int bits, const uint8_t *from) {
  Bytes codes;
  if (bits == 8) {
    memcpy(&codes, from, 16);
  } else if (bits == 4) {
    Eight bytes;
    memcpy(&bytes, from, 8);
    codes = __builtin_shufflevector(
        bytes & 15, bytes >> 4, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  } else {
    Four bytes;
    memcpy(&bytes, from, 4);
    Eight low = __builtin_shufflevector(bytes & 3, bytes >> 2 & 3, 0, 1, 2, 3, 4, 5, 6, 7);
    Eight high = __builtin_shufflevector(bytes >> 4 & 3, bytes >> 6, 0, 1, 2, 3, 4, 5, 6, 7);
    codes = __builtin_shufflevector(
        low, high, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  }
  return __builtin_convertvector(codes, Sixteen);
}

/// The end of the terms from k on that have term k's scales, at most `last`; their block is `*block`.
TARGET WONNX_INLINE ptrdiff_t AT(endOfBlock)(
    const wonnx_codes *w, ptrdiff_t k, ptrdiff_t last, ptrdiff_t *block) {
  if (w->groups) {
    *block = w->groups[k];
    return k + 1;
  }
  *block = k / w->block;
  ptrdiff_t end = (*block + 1) * w->block;
  return end < last ? end : last;
}

/// The column whose scales lane j of a panel takes.
TARGET WONNX_INLINE ptrdiff_t AT(columnOf)(const wonnx_codes *w, ptrdiff_t panel, int j) {
  return 16 * panel + j < w->columns ? 16 * panel + j : w->columns - 1;
}

/// The scales and zero points of a panel's columns.
TARGET WONNX_INLINE void AT(scalesOf)(
    const wonnx_codes *w, ptrdiff_t panel, ptrdiff_t block, Sixteen *scale, Sixteen *zero) {
  const ptrdiff_t place = 16 * (panel * w->blocks + block);
  float numbers[16];
  if (w->scale_panels) {
    memcpy(scale, w->scale_panels + place, sizeof *scale);
  } else {
    WONNX_UNROLL
    for (int j = 0; j < 16; ++j) {
      numbers[j] = w->scales[AT(columnOf)(w, panel, j) * w->blocks + block];
    }
    memcpy(scale, numbers, sizeof numbers);
  }
  *zero = w->zero;
  if (w->zero_panels) {
    Bytes codes;
    memcpy(&codes, w->zero_panels + place, sizeof codes);
    *zero = __builtin_convertvector(codes, Sixteen);
  } else if (w->zeros || w->packed_zeros) {
    WONNX_UNROLL
    for (int j = 0; j < 16; ++j) {
      const ptrdiff_t column = AT(columnOf)(w, panel, j);
      numbers[j] = w->zeros ? w->zeros[column * w->blocks + block]
                            : (float)codeAt(
                                  w->packed_zeros + column * w->zero_pitch, block, w->zero_bits);
    }
    memcpy(zero, numbers, sizeof numbers);
  }
}

/// `panels` panels' sums of one row's products.
TARGET WONNX_INLINE void AT(rowOfPanels)(
    const int bits, const int panels, const wonnx_codes *w, ptrdiff_t panel, const float *a, float *y) {
  const ptrdiff_t pitch = 2 * bits, size = pitch * w->depth;
  const uint8_t *codes = w->codes + panel * size;
  Sixteen sum[PANELS_AT_ONCE];
  for (ptrdiff_t first = 0; first < w->depth; first += WONNX_PRODUCT_BLOCK) {
    ptrdiff_t last = w->depth - first < WONNX_PRODUCT_BLOCK ? w->depth : first + WONNX_PRODUCT_BLOCK;
    Sixteen part[PANELS_AT_ONCE];
    WONNX_UNROLL
    for (int p = 0; p < panels; ++p) { part[p] = 0; }
    for (ptrdiff_t k = first; k < last;) {
      ptrdiff_t block;
      const ptrdiff_t end = AT(endOfBlock)(w, k, last, &block);
      Sixteen scale[PANELS_AT_ONCE], zero[PANELS_AT_ONCE];
      WONNX_UNROLL
      for (int p = 0; p < panels; ++p) {
        AT(scalesOf)(w, panel + p, block, &scale[p], &zero[p]);
      }
      for (; k < end; ++k) {
        const Sixteen factor = a[k];
        WONNX_UNROLL
        for (int p = 0; p < panels; ++p) {
          Sixteen weight = (AT(codesOf)(bits, codes + p * size + k * pitch) - zero[p]) * scale[p];
          part[p] = __builtin_elementwise_fma(factor, weight, part[p]);
        }
      }
    }
    WONNX_UNROLL
    for (int p = 0; p < panels; ++p) { sum[p] = first == 0 ? part[p] : sum[p] + part[p]; }
  }
  WONNX_UNROLL
  for (int p = 0; p < panels; ++p) { memcpy(y + 16 * p, &sum[p], sizeof sum[p]); }
}

TARGET WONNX_INLINE void AT(rowOfBits)(
    const int bits, const wonnx_codes *w, ptrdiff_t panel, ptrdiff_t panels, const float *a, float *y) {
  for (; panels >= PANELS_AT_ONCE; panels -= PANELS_AT_ONCE, panel += PANELS_AT_ONCE) {
    AT(rowOfPanels)(bits, PANELS_AT_ONCE, w, panel, a, y);
    y += 16 * PANELS_AT_ONCE;
  }
  for (; panels > 0; --panels, ++panel, y += 16) { AT(rowOfPanels)(bits, 1, w, panel, a, y); }
}

TARGET static void AT(codesRow)(
    const wonnx_codes *w, ptrdiff_t panel, ptrdiff_t panels, const float *a, float *y) {
  switch (w->bits) {
  case 2: AT(rowOfBits)(2, w, panel, panels, a, y); break;
  case 4: AT(rowOfBits)(4, w, panel, panels, a, y); break;
  default: AT(rowOfBits)(8, w, panel, panels, a, y); break;
  }
}

TARGET WONNX_INLINE void AT(weightsOfBits)(
    const int bits, const wonnx_codes *w, ptrdiff_t panel, ptrdiff_t first, ptrdiff_t count, float *to) {
  const uint8_t *codes = w->codes + panel * 2 * bits * w->depth;
  for (ptrdiff_t k = first; k < first + count;) {
    ptrdiff_t block;
    const ptrdiff_t end = AT(endOfBlock)(w, k, first + count, &block);
    Sixteen scale, zero;
    AT(scalesOf)(w, panel, block, &scale, &zero);
    for (; k < end; ++k, to += 16) {
      Sixteen weight = (AT(codesOf)(bits, codes + k * 2 * bits) - zero) * scale;
      memcpy(to, &weight, sizeof weight);
    }
  }
}

TARGET static void AT(codesWeights)(
    const wonnx_codes *w, ptrdiff_t panel, ptrdiff_t first, ptrdiff_t count, float *to) {
  switch (w->bits) {
  case 2: AT(weightsOfBits)(2, w, panel, first, count, to); break;
  case 4: AT(weightsOfBits)(4, w, panel, first, count, to); break;
  default: AT(weightsOfBits)(8, w, panel, first, count, to); break;
  }
}

#undef AT
#undef TARGET
