// A block of a product at one level. Included once for each element type and level, after
//   Real, Block, panelColumns            the element type
//   LANES, PAIR, TILE(name), TARGET      the level: vector length, panels taken at once, spelling
//   UNROLL, DEPTHS                       loops over a tile; terms that one turn of the inner loop adds
//   FUSED(a, b, c)                       a·b + c as the order of summation has it, on vectors

#define VECTORS_A_PANEL (panelColumns / LANES)

typedef Real TILE(Vector) __attribute__((ext_vector_type(LANES), aligned(sizeof(Real))));

/// NaN in its one form, so that a result does not depend on which operand an instruction prefers.
TARGET WONNX_INLINE TILE(Vector) TILE(canonical)(TILE(Vector) x) {
  typedef __typeof__(x == x) Mask;
  Mask isNumber = x == x;
  TILE(Vector) quiet = (Real)__builtin_nanf("");
  return (TILE(Vector))(((Mask)x & isNumber) | ((Mask)quiet & ~isNumber));
}

/// `rows` × (`vectors` · LANES) results.
TARGET WONNX_INLINE void TILE(tile)(
    const bool isPacked, const int rows, const int vectors, const Block *block, const Real *a,
    const Real *b, Real *c, ptrdiff_t cRow) {
  TILE(Vector) sum[PAIR * panelRows][PAIR * VECTORS_A_PANEL];
  const ptrdiff_t aRow = isPacked ? 1 : block->aRow;
  const ptrdiff_t aStep = isPacked ? panelRows : block->aStep;
  const ptrdiff_t bStep = isPacked ? panelColumns : block->bStep;
  const ptrdiff_t depth = block->depth;
  const Real *left[PAIR * panelRows], *right[PAIR * VECTORS_A_PANEL];
  UNROLL
  for (int i = 0; i < rows; ++i) {
    left[i] = a + (i / panelRows) * block->aPanel + (i % panelRows) * aRow;
    // The next rows' results are on their way while these are summed.
    __builtin_prefetch(c + (rows + i) * cRow, 1);
    UNROLL
    for (int v = 0; v < vectors; ++v) {
      sum[i][v] = 0;
    }
  }
  UNROLL
  for (int v = 0; v < vectors; ++v) {
    right[v] = b + (v / VECTORS_A_PANEL) * block->bPanel + (v % VECTORS_A_PANEL) * LANES;
  }
#pragma clang loop unroll_count(DEPTHS)
  for (ptrdiff_t k = 0; k < depth; ++k) {
    TILE(Vector) factor[PAIR * VECTORS_A_PANEL];
    UNROLL
    for (int v = 0; v < vectors; ++v) { factor[v] = *(const TILE(Vector) *)(right[v] + k * bStep); }
    UNROLL
    for (int i = 0; i < rows; ++i) {
      TILE(Vector) scale = left[i][k * aStep];
      UNROLL
      for (int v = 0; v < vectors; ++v) { sum[i][v] = FUSED(scale, factor[v], sum[i][v]); }
    }
  }
  UNROLL
  for (int i = 0; i < rows; ++i) {
    UNROLL
    for (int v = 0; v < vectors; ++v) {
      TILE(Vector) result = sum[i][v];
      if (block->accumulates) { result = *(const TILE(Vector) *)(c + i * cRow + v * LANES) + result; }
      *(TILE(Vector) *)(c + i * cRow + v * LANES) = TILE(canonical)(result);
    }
  }
}

/// All rows of a block for one strip of `vectors` vectors, of which `columns` columns are kept.
TARGET WONNX_INLINE void TILE(strip)(
    const bool isPacked, const int vectors, const Block *block, const Real *b, Real *c,
    ptrdiff_t columns) {
  const ptrdiff_t width = vectors * LANES;
  const Real *a = block->a;
  Real edge[PAIR * panelRows * PAIR * panelColumns] = {0};
  for (ptrdiff_t remaining = block->rows; remaining > 0;) {
    const bool isPair = PAIR == 2 && remaining >= PAIR * panelRows;
    const ptrdiff_t most = isPair ? PAIR * panelRows : panelRows;
    const ptrdiff_t rows = remaining < most ? remaining : most;
    const bool isFull = columns == width;
    Real *to = isFull ? c : edge;
    const ptrdiff_t toRow = isFull ? block->cRow : width;
    if (!isFull && block->accumulates) {
      for (ptrdiff_t i = 0; i < rows; ++i) {
        for (ptrdiff_t j = 0; j < columns; ++j) { edge[i * width + j] = c[i * block->cRow + j]; }
      }
    }
    switch (rows) {
    case 1: TILE(tile)(isPacked, 1, vectors, block, a, b, to, toRow); break;
    case 2: TILE(tile)(isPacked, 2, vectors, block, a, b, to, toRow); break;
    case 3: TILE(tile)(isPacked, 3, vectors, block, a, b, to, toRow); break;
    case 4: TILE(tile)(isPacked, 4, vectors, block, a, b, to, toRow); break;
    case 5: TILE(tile)(isPacked, 5, vectors, block, a, b, to, toRow); break;
    case 6: TILE(tile)(isPacked, 6, vectors, block, a, b, to, toRow); break;
    default: TILE(tile)(isPacked, PAIR * panelRows, vectors, block, a, b, to, toRow); break;
    }
    if (!isFull) {
      for (ptrdiff_t i = 0; i < rows; ++i) {
        for (ptrdiff_t j = 0; j < columns; ++j) { c[i * block->cRow + j] = edge[i * width + j]; }
      }
    }
    remaining -= rows;
    a += most / panelRows * block->aPanel;
    c += most * block->cRow;
  }
}

TARGET WONNX_INLINE void TILE(strips)(const bool isPacked, const Block *block) {
  const int vectors = PAIR * VECTORS_A_PANEL;
  const Real *b = block->b;
  Real *c = block->c;
  for (ptrdiff_t remaining = block->columns; remaining > 0; remaining -= vectors * LANES) {
    if (remaining > vectors / 2 * LANES) {
      ptrdiff_t columns = remaining < vectors * LANES ? remaining : vectors * LANES;
      TILE(strip)(isPacked, vectors, block, b, c, columns);
    } else {
      TILE(strip)(isPacked, vectors / 2, block, b, c, remaining);
    }
    b += PAIR * block->bPanel;
    c += vectors * LANES;
  }
}

TARGET static void TILE(block)(const Block *block) {
  if (block->aRow == 1 && block->aStep == panelRows && block->bStep == panelColumns) {
    TILE(strips)(true, block);
  } else {
    TILE(strips)(false, block);
  }
}
