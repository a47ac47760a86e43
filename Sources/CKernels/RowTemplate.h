// Rows of windows at one level: each result combines its taps as the order of summation says.
// Included after TileTemplate.h, with the same macros and Row.

/// One block of a sum: at most WONNX_SUM_BLOCK terms, which are written over.
TARGET static TILE(Vector) TILE(fold)(TILE(Vector) *terms, ptrdiff_t count) {
  for (ptrdiff_t s = sumLanes; s < count; s *= 2) {
    for (ptrdiff_t row = 0; row + s < count; row += 2 * s) {
      const ptrdiff_t left = count - row - s;
      for (ptrdiff_t i = 0; i < sumLanes && i < left; ++i) { terms[row + i] += terms[row + s + i]; }
    }
  }
  for (ptrdiff_t s = sumLanes / 2; s > 0; s /= 2) {
    for (ptrdiff_t i = 0; i < s && i + s < count; ++i) { terms[i] += terms[i + s]; }
  }
  return terms[0];
}

/// The terms of a sum, and above them the sums of blocks that are full.
typedef struct {
  ptrdiff_t counts[sumLevels];
  TILE(Vector) terms[sumLevels][WONNX_SUM_BLOCK];
} TILE(Sum);

TARGET static void TILE(add)(TILE(Sum) *sum, int level, TILE(Vector) term) {
  for (; sum->counts[level] == WONNX_SUM_BLOCK; ++level) {
    TILE(Vector) block = TILE(fold)(sum->terms[level], WONNX_SUM_BLOCK);
    sum->terms[level][0] = term;
    sum->counts[level] = 1;
    term = block;
  }
  sum->terms[level][sum->counts[level]++] = term;
}

/// The block's sum of at most `sumLanes` taps.
TARGET WONNX_INLINE TILE(Vector) TILE(sumOfFew)(
    const int taps, const Row *row, const Real *from) {
  TILE(Vector) terms[sumLanes];
  UNROLL
  for (int t = 0; t < taps; ++t) { terms[t] = *(const TILE(Vector) *)(from + row->offsets[t]); }
  UNROLL
  for (int s = sumLanes / 2; s > 0; s /= 2) {
    UNROLL
    for (int i = 0; i < s; ++i) {
      if (i + s < taps) { terms[i] += terms[i + s]; }
    }
  }
  return terms[0];
}

TARGET static TILE(Vector) TILE(sumOfTaps)(const Row *row, const Real *from) {
  switch (row->taps) {
  case 4: return TILE(sumOfFew)(4, row, from);
  case 9: return TILE(sumOfFew)(9, row, from);
  default: break;
  }
  TILE(Sum) sum;
  for (int level = 0; level < sumLevels; ++level) { sum.counts[level] = 0; }
  for (ptrdiff_t t = 0; t < row->taps; ++t) {
    TILE(add)(&sum, 0, *(const TILE(Vector) *)(from + row->offsets[t]));
  }
  for (int level = 0;; ++level) {
    TILE(Vector) block = TILE(fold)(sum.terms[level], sum.counts[level]);
    if (level + 1 == sumLevels || sum.counts[level + 1] == 0) { return block; }
    TILE(add)(&sum, level + 1, block);
  }
}

TARGET WONNX_INLINE void TILE(windows)(
    const Combination combination, const int vectors, const Row *row, const Real *const *from,
    Real *const *to) {
  typedef __typeof__((TILE(Vector))0 == (TILE(Vector))0) Mask;
  TILE(Vector) result[4];
  UNROLL
  for (int v = 0; v < vectors; ++v) {
    result[v] = combination == sums ? TILE(sumOfTaps)(row, from[v]) : -INFINITY;
  }
  if (combination == maxima) {
    for (ptrdiff_t t = 0; t < row->taps; ++t) {
      UNROLL
      for (int v = 0; v < vectors; ++v) {
        TILE(Vector) x = *(const TILE(Vector) *)(from[v] + row->offsets[t]);
        Mask wins = (x > result[v]) | (x != x);
        result[v] = (TILE(Vector))(((Mask)x & wins) | ((Mask)result[v] & ~wins));
      }
    }
  }
  if (combination == fusedProducts) {
    for (ptrdiff_t first = 0; first < row->taps; first += WONNX_PRODUCT_BLOCK) {
      const ptrdiff_t end =
          row->taps - first < WONNX_PRODUCT_BLOCK ? row->taps : first + WONNX_PRODUCT_BLOCK;
      TILE(Vector) block[4] = {0, 0, 0, 0};
      for (ptrdiff_t t = first; t < end; ++t) {
        const TILE(Vector) weight = row->weights[t];
        UNROLL
        for (int v = 0; v < vectors; ++v) {
          TILE(Vector) x = *(const TILE(Vector) *)(from[v] + row->offsets[t]);
          block[v] = FUSED(weight, x, block[v]);
        }
      }
      UNROLL
      for (int v = 0; v < vectors; ++v) { result[v] = first == 0 ? block[v] : result[v] + block[v]; }
    }
  }
  UNROLL
  for (int v = 0; v < vectors; ++v) {
    TILE(Vector) y = result[v];
    if (row->bias) { y += *row->bias; }
    y = TILE(canonical)(y);
    if (to[v] + LANES <= row->end) {
      *(TILE(Vector) *)to[v] = y;
    } else {
      Real edge[LANES];
      *(TILE(Vector) *)edge = y;
      for (ptrdiff_t i = 0; i < row->end - to[v]; ++i) { to[v][i] = edge[i]; }
    }
  }
}

/// Four vectors at a time, of whichever rows. The last of a row starts at earlier results, which are
/// formed again, or where a row has too few ends in the next, whose results follow.
TARGET WONNX_INLINE void TILE(rowsOf)(const Combination combination, const Row *row) {
  const Real *from[4];
  Real *to[4];
  int held = 0;
  for (ptrdiff_t r = 0; r < row->rows; ++r) {
    for (ptrdiff_t j = 0; j < row->count; j += LANES) {
      const bool isShifted = row->count >= LANES && j + LANES > row->count;
      const ptrdiff_t at = isShifted ? row->count - LANES : j;
      from[held] = row->from + r * row->rowStep + at;
      to[held] = row->to + r * row->count + at;
      if (++held == 4) {
        TILE(windows)(combination, 4, row, from, to);
        held = 0;
      }
    }
  }
  for (int v = 0; v < held; ++v) { TILE(windows)(combination, 1, row, from + v, to + v); }
}

TARGET static void TILE(row)(const Row *row) {
  switch (row->combination) {
  case fusedProducts: TILE(rowsOf)(fusedProducts, row); break;
  case sums: TILE(rowsOf)(sums, row); break;
  case maxima: TILE(rowsOf)(maxima, row); break;
  }
}
