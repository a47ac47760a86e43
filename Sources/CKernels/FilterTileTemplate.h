// A strip of a convolution at one level, with filters in vectors. Included after TileTemplate.h, with
// the same macros, Strip, and
//   PIXELS                               pixels of a tile
//   LOW(a, b), HIGH(a, b)                the first and the last halves of two vectors, element by
//                                        element in turns

/// Filters of one tile.
#define TILE_FILTERS (PAIR * panelColumns)

/// LANES vectors of LANES elements become their transpose: each turn takes the first half of the
/// vectors and the last, element by element in turns.
TARGET WONNX_INLINE void TILE(transpose)(TILE(Vector) *square) {
  for (int turn = 1; turn < LANES; turn *= 2) {
    TILE(Vector) next[LANES];
    WONNX_UNROLL
    for (int i = 0; i < LANES / 2; ++i) {
      next[2 * i] = LOW(square[i], square[i + LANES / 2]);
      next[2 * i + 1] = HIGH(square[i], square[i + LANES / 2]);
    }
    WONNX_UNROLL
    for (int i = 0; i < LANES; ++i) { square[i] = next[i]; }
  }
}

/// Writes the results of `pixels` neighbours, a row a filter.
TARGET WONNX_INLINE void TILE(writeRows)(
    const int pixels, const int vectors, const Strip *strip, ptrdiff_t filters,
    const TILE(Vector) (*sum)[PAIR * VECTORS_A_PANEL], Real *y) {
  WONNX_UNROLL
  for (int v = 0; v < vectors; ++v) {
    WONNX_UNROLL
    for (int first = 0; first < pixels; first += LANES) {
      TILE(Vector) square[LANES];
      WONNX_UNROLL
      for (int i = 0; i < LANES; ++i) {
        square[i] = first + i < pixels ? sum[first + i][v] : (TILE(Vector))0;
      }
      TILE(transpose)(square);
      const int count = pixels - first < LANES ? pixels - first : LANES;
      Real *to = y + v * LANES * strip->filterStep + first;
      WONNX_UNROLL
      for (int i = 0; i < LANES; ++i, to += strip->filterStep) {
        if (v * LANES + i >= filters) { break; }
        memcpy(to, &square[i], (size_t)count * sizeof(Real));
      }
    }
  }
}

/// `pixels` neighbours' sums for `vectors` · LANES filters.
TARGET WONNX_INLINE void TILE(filterTile)(
    const int pixels, const int vectors, const Strip *strip, ptrdiff_t filters,
    const Real *panels, const Real *bias, const Real *x, Real *partial, Real *y) {
  TILE(Vector) sum[PIXELS][PAIR * VECTORS_A_PANEL];
  const Real *weights[PAIR * VECTORS_A_PANEL];
  UNROLL
  for (int i = 0; i < pixels; ++i) {
    UNROLL
    for (int v = 0; v < vectors; ++v) { sum[i][v] = 0; }
  }
  UNROLL
  for (int v = 0; v < vectors; ++v) {
    weights[v] = panels + (v / VECTORS_A_PANEL) * strip->panel + (v % VECTORS_A_PANEL) * LANES;
  }
  const ptrdiff_t depth = strip->depth, *offsets = strip->offsets;
#pragma clang loop unroll_count(DEPTHS)
  for (ptrdiff_t k = 0; k < depth; ++k) {
    const Real *at = x + offsets[k];
    TILE(Vector) weight[PAIR * VECTORS_A_PANEL];
    UNROLL
    for (int v = 0; v < vectors; ++v) {
      weight[v] = *(const TILE(Vector) *)(weights[v] + k * panelColumns);
    }
    UNROLL
    for (int i = 0; i < pixels; ++i) {
      TILE(Vector) scale = at[i];
      UNROLL
      for (int v = 0; v < vectors; ++v) { sum[i][v] = FUSED(scale, weight[v], sum[i][v]); }
    }
  }
  UNROLL
  for (int i = 0; i < pixels; ++i) {
    UNROLL
    for (int v = 0; v < vectors; ++v) {
      TILE(Vector) *former = (TILE(Vector) *)(partial + i * TILE_FILTERS + v * LANES);
      if (!strip->isFirst) { sum[i][v] = *former + sum[i][v]; }
      if (!strip->isLast) {
        *former = sum[i][v];
      } else {
        if (bias) { sum[i][v] += *(const TILE(Vector) *)(bias + v * LANES); }
        sum[i][v] = TILE(canonical)(sum[i][v]);
      }
    }
  }
  if (strip->isLast) { TILE(writeRows)(pixels, vectors, strip, filters, sum, y); }
}

#define CASE(count)                                                                               \
  case count:                                                                                     \
    TILE(filterTile)(                                                                             \
        count <= PIXELS ? count : 1, vectors, strip, filters, panels, bias, x, partial, y);       \
    break;

/// `count` neighbours' sums, at most PIXELS.
TARGET WONNX_INLINE void TILE(neighbours)(
    ptrdiff_t count, const int vectors, const Strip *strip, ptrdiff_t filters,
    const Real *panels, const Real *bias, const Real *x, Real *partial, Real *y) {
  switch (count) {
    CASE(1) CASE(2) CASE(3) CASE(4) CASE(5) CASE(6) CASE(7)
    CASE(8) CASE(9) CASE(10) CASE(11) CASE(12) CASE(13) CASE(14)
  }
}

#undef CASE

TARGET static void TILE(filterStrip)(const Strip *strip) {
  Real *partial = strip->partial;
  const Real *panels = strip->panels;
  for (ptrdiff_t f = 0; f < strip->filters; f += TILE_FILTERS, panels += PAIR * strip->panel) {
    const ptrdiff_t filters = strip->filters - f;
    const ptrdiff_t kept = filters < TILE_FILTERS ? filters : TILE_FILTERS;
    Real terms[TILE_FILTERS] = {0};
    const Real *bias = strip->bias ? terms : NULL;
    if (bias) { memcpy(terms, strip->bias + f, (size_t)kept * sizeof(Real)); }
    Real *y = strip->y + f * strip->filterStep;
    for (ptrdiff_t row = 0; row < strip->rows; ++row) {
      const Real *x = strip->x + row * strip->rowStep;
      ptrdiff_t left = strip->columns;
      for (ptrdiff_t tiles = (left + PIXELS - 1) / PIXELS; tiles > 0; --tiles) {
        const ptrdiff_t count = (left + tiles - 1) / tiles;
        if (PAIR == 1 || filters > panelColumns) {
          TILE(neighbours)(
              count, PAIR * VECTORS_A_PANEL, strip, filters, panels, bias, x, partial, y);
        } else {
          TILE(neighbours)(count, VECTORS_A_PANEL, strip, filters, panels, bias, x, partial, y);
        }
        left -= count;
        x += count;
        y += count;
        partial += count * TILE_FILTERS;
      }
    }
  }
}
