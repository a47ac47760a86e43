// A strip of a convolution at one level, with pixels in vectors. Included after TileTemplate.h, with
// the same macros, Strip, and
//   FILTERS                              filters of a tile, which divide a panel

/// Vectors of one tile.
#define PIXEL_VECTORS 3

/// `filters` filters' sums for `vectors` · LANES neighbours.
TARGET WONNX_INLINE void TILE(pixelTile)(
    const int filters, const int vectors, const Strip *strip, const Real *weights,
    const Real *bias, const Real *x, Real *partial, Real *y) {
  TILE(Vector) sum[FILTERS][PIXEL_VECTORS];
  UNROLL
  for (int i = 0; i < filters; ++i) {
    UNROLL
    for (int v = 0; v < vectors; ++v) {
      sum[i][v] = 0;
      // The next filters' results are on their way while these are summed.
      if (strip->isLast) {
        __builtin_prefetch(y + (filters + i) * strip->filterStep + v * LANES, 1);
      }
    }
  }
  const ptrdiff_t depth = strip->depth, *offsets = strip->offsets;
#pragma clang loop unroll_count(DEPTHS)
  for (ptrdiff_t k = 0; k < depth; ++k) {
    const Real *at = x + offsets[k];
    TILE(Vector) factor[PIXEL_VECTORS];
    UNROLL
    for (int v = 0; v < vectors; ++v) { factor[v] = *(const TILE(Vector) *)(at + v * LANES); }
    UNROLL
    for (int i = 0; i < filters; ++i) {
      TILE(Vector) scale = weights[k * panelColumns + i];
      UNROLL
      for (int v = 0; v < vectors; ++v) { sum[i][v] = FUSED(scale, factor[v], sum[i][v]); }
    }
  }
  UNROLL
  for (int i = 0; i < filters; ++i) {
    UNROLL
    for (int v = 0; v < vectors; ++v) {
      TILE(Vector) *former = (TILE(Vector) *)(partial + (i * vectors + v) * LANES);
      if (!strip->isFirst) { sum[i][v] = *former + sum[i][v]; }
      if (!strip->isLast) {
        *former = sum[i][v];
      } else {
        if (bias) { sum[i][v] += bias[i]; }
        *(TILE(Vector) *)(y + i * strip->filterStep + v * LANES) = TILE(canonical)(sum[i][v]);
      }
    }
  }
}

/// All filters' sums for `vectors` · LANES neighbours; gives the end of what it kept.
TARGET WONNX_INLINE Real *TILE(allFilters)(
    const int vectors, const Strip *strip, const Real *x, Real *partial, Real *y) {
  const Real *bias = strip->bias;
  for (ptrdiff_t f = 0; f < strip->filters; f += FILTERS, y += FILTERS * strip->filterStep) {
    const ptrdiff_t filters = strip->filters - f;
    const Real *weights = strip->panels + f / panelColumns * strip->panel + f % panelColumns;
#define CASE(count)                                                                               \
  case count:                                                                                     \
    TILE(pixelTile)(                                                                              \
        count <= FILTERS ? count : 1, vectors, strip, weights, bias, x, partial, y);              \
    break;
    switch (filters < FILTERS ? filters : FILTERS) {
      CASE(1) CASE(2) CASE(3) CASE(4) CASE(5) CASE(6) CASE(7) CASE(8)
    }
#undef CASE
    partial += FILTERS * vectors * LANES;
    if (bias) { bias += FILTERS; }
  }
  return partial;
}

/// Where neighbours do not fill a vector, it starts at earlier ones, whose sums are formed again:
/// a row has at least LANES.
TARGET static void TILE(pixelStrip)(const Strip *strip) {
  Real *partial = strip->partial, *y = strip->y;
  const ptrdiff_t columns = strip->columns;
  for (ptrdiff_t row = 0; row < strip->rows; ++row, y += columns) {
    for (ptrdiff_t first = 0, vectors; first < columns; first += vectors * LANES) {
      vectors = (columns - first + LANES - 1) / LANES;
      if (vectors > PIXEL_VECTORS) { vectors = PIXEL_VECTORS; }
      if (vectors * LANES > columns) { vectors = 1; }
      if (first + vectors * LANES > columns) { first = columns - vectors * LANES; }
      const Real *x = strip->x + row * strip->rowStep + first;
      switch (vectors) {
      case 1: partial = TILE(allFilters)(1, strip, x, partial, y + first); break;
      case 2: partial = TILE(allFilters)(2, strip, x, partial, y + first); break;
      default: partial = TILE(allFilters)(PIXEL_VECTORS, strip, x, partial, y + first); break;
      }
    }
  }
}
