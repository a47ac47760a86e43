// A row of windows at one level: each result combines its taps as the order of summation says.
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

TARGET static TILE(Vector) TILE(sumOfTaps)(const Row *row, const Real *from) {
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
    const Combination combination, const int vectors, const Row *row, const Real *from, Real *to) {
  typedef __typeof__((TILE(Vector))0 == (TILE(Vector))0) Mask;
  TILE(Vector) result[4];
  UNROLL
  for (int v = 0; v < vectors; ++v) {
    result[v] = combination == sums ? TILE(sumOfTaps)(row, from + v * LANES) : -INFINITY;
  }
  if (combination == maxima) {
    for (ptrdiff_t t = 0; t < row->taps; ++t) {
      UNROLL
      for (int v = 0; v < vectors; ++v) {
        TILE(Vector) x = *(const TILE(Vector) *)(from + row->offsets[t] + v * LANES);
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
          TILE(Vector) x = *(const TILE(Vector) *)(from + row->offsets[t] + v * LANES);
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
    *(TILE(Vector) *)(to + v * LANES) = TILE(canonical)(y);
  }
}

TARGET WONNX_INLINE void TILE(rowOf)(const Combination combination, const Row *row) {
  ptrdiff_t j = 0;
  for (; j + 4 * LANES <= row->count; j += 4 * LANES) {
    TILE(windows)(combination, 4, row, row->from + j, row->to + j);
  }
  for (; j < row->count; j += LANES) {
    const ptrdiff_t count = row->count - j;
    if (count >= LANES) {
      TILE(windows)(combination, 1, row, row->from + j, row->to + j);
    } else {
      Real edge[LANES];
      TILE(windows)(combination, 1, row, row->from + j, edge);
      for (ptrdiff_t i = 0; i < count; ++i) { row->to[j + i] = edge[i]; }
    }
  }
}

TARGET static void TILE(row)(const Row *row) {
  switch (row->combination) {
  case fusedProducts: TILE(rowOf)(fusedProducts, row); break;
  case sums: TILE(rowOf)(sums, row); break;
  case maxima: TILE(rowOf)(maxima, row); break;
  }
}
