// A block of a product of 8-bit integers at one level. Included after
//   LANES, ROWS, AT(name), TARGET    vector length, rows of a tile, spelling, instructions
//   DOT(sum, b, a)                   sum + the products of four unsigned and four signed bytes a lane

/// `rows` × (`vectors` · LANES) results, of which `columns` columns are kept.
TARGET WONNX_INLINE void AT(tile)(
    const int rows, const int vectors, const wonnx_integer_block *block, ptrdiff_t i, ptrdiff_t j,
    ptrdiff_t columns) {
  AT(Sums) sum[ROWS][2];
  const uint8_t *right[2];
  const int8_t *left = block->a + i * block->aRow;
  WONNX_UNROLL
  for (int v = 0; v < vectors; ++v) {
    const ptrdiff_t column = j + v * LANES;
    right[v] = block->b + column / integerColumns * block->panel +
               column % integerColumns * integerTerms;
    WONNX_UNROLL
    for (int r = 0; r < rows; ++r) { sum[r][v] = 0; }
  }
  for (ptrdiff_t g = 0; g < block->groups; ++g) {
    AT(Sums) b[2];
    WONNX_UNROLL
    for (int v = 0; v < vectors; ++v) {
      b[v] = *(const AT(Sums) *)(right[v] + block->offsets[g]);
    }
    WONNX_UNROLL
    for (int r = 0; r < rows; ++r) {
      uint32_t bytes;
      memcpy(&bytes, left + r * block->aRow + g * integerTerms, sizeof bytes);
      const AT(Sums) a = bytes;
      WONNX_UNROLL
      for (int v = 0; v < vectors; ++v) { sum[r][v] = DOT(sum[r][v], b[v], a); }
    }
  }
  WONNX_UNROLL
  for (int r = 0; r < rows; ++r) {
    WONNX_UNROLL
    for (int v = 0; v < vectors; ++v) {
      const ptrdiff_t first = j + v * LANES, kept = columns - v * LANES;
      AT(Sums) result = sum[r][v];
      if (block->addend) { result += (uint32_t)block->addend[i + r]; }
      if (block->columnTerm) {
        AT(Sums) term = *(const AT(Sums) *)(block->columnTerm + first);
        result += (uint32_t)block->rowFactor[i + r] * term;
      }
      if (block->columnFactor) {
        AT(Sums) factor = *(const AT(Sums) *)(block->columnFactor + first);
        result += (uint32_t)block->rowTerm[i + r] * factor;
      }
      int32_t *to = block->c + (i + r) * block->cRow + first;
      if (kept >= LANES) {
        *(AT(Sums) *)to = result;
      } else if (kept > 0) {
        memcpy(to, &result, (size_t)kept * sizeof(int32_t));
      }
    }
  }
}

TARGET WONNX_INLINE void AT(strip)(
    const int vectors, const wonnx_integer_block *block, ptrdiff_t j, ptrdiff_t columns) {
  ptrdiff_t i = 0;
  for (; i + ROWS <= block->rows; i += ROWS) { AT(tile)(ROWS, vectors, block, i, j, columns); }
  if (ROWS > 4 && i + 4 <= block->rows) {
    AT(tile)(4, vectors, block, i, j, columns);
    i += 4;
  }
  if (i + 2 <= block->rows) {
    AT(tile)(2, vectors, block, i, j, columns);
    i += 2;
  }
  if (i < block->rows) { AT(tile)(1, vectors, block, i, j, columns); }
}

TARGET static void AT(block)(const wonnx_integer_block *block) {
  for (ptrdiff_t j = 0; j < block->columns; j += 2 * LANES) {
    const ptrdiff_t columns = block->columns - j;
    if (columns > LANES) {
      AT(strip)(2, block, j, columns);
    } else {
      AT(strip)(1, block, j, columns);
    }
  }
}

#undef LANES
#undef ROWS
#undef AT
#undef TARGET
#undef DOT
