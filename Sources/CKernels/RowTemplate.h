// A row of windows at one level: each result combines its taps in order. Included after
// TileTemplate.h, with the same macros and Row.

TARGET WONNX_INLINE void TILE(windows)(
    const Combination combination, const int vectors, const Row *row, const Real *from, Real *to) {
  typedef __typeof__((TILE(Vector))0 == (TILE(Vector))0) Mask;
  TILE(Vector) result[4];
  UNROLL
  for (int v = 0; v < vectors; ++v) { result[v] = combination == maxima ? -INFINITY : 0; }
  for (ptrdiff_t t = 0; t < row->taps; ++t) {
    const Real *start = from + row->offsets[t];
    TILE(Vector) weight = combination == fusedProducts ? row->weights[t] : 0;
    UNROLL
    for (int v = 0; v < vectors; ++v) {
      TILE(Vector) x = *(const TILE(Vector) *)(start + v * LANES);
      if (combination == fusedProducts) {
        result[v] = FUSED(weight, x, result[v]);
      } else if (combination == sums) {
        result[v] += x;
      } else {
        Mask wins = (x > result[v]) | (x != x);
        result[v] = (TILE(Vector))(((Mask)x & wins) | ((Mask)result[v] & ~wins));
      }
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
