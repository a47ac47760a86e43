// Packing and blocking for one element type. Included after Levels.h, with
// NAME(base) and Matrix, the element type's public spellings.

/// Below this many columns, packing A costs more than it saves.
enum { directColumns = 192 };

/// Up to this many rows, packing B costs more than it saves.
enum { directRows = 6 };

size_t NAME(gemm_packed_a_bytes)(ptrdiff_t rows, ptrdiff_t depth) {
  return (size_t)((rows + panelRows - 1) / panelRows * panelRows) * (size_t)depth * sizeof(Real);
}

size_t NAME(gemm_packed_b_bytes)(ptrdiff_t depth, ptrdiff_t columns) {
  return (size_t)((columns + panelColumns - 1) / panelColumns * panelColumns) * (size_t)depth *
         sizeof(Real);
}

size_t NAME(gemm_workspace_bytes)(void) {
  return (size_t)(blockRows + blockColumns) * blockDepth * sizeof(Real) + 64;
}

/// Writes `count` ≤ `width` lines of `depth` elements side by side: one panel.
///
/// Lines are rows of A or columns of B: `lineStride` leads to the next, `step` along one.
WONNX_INLINE void NAME(interleave)(
    const int width, const Real *from, ptrdiff_t lineStride, ptrdiff_t step, ptrdiff_t depth,
    ptrdiff_t count, Real *to) {
  if (count < width) {
    for (ptrdiff_t k = 0; k < depth; ++k, to += width) {
      for (ptrdiff_t i = 0; i < count; ++i) { to[i] = from[i * lineStride + k * step]; }
      for (ptrdiff_t i = count; i < width; ++i) { to[i] = 0; }
    }
  } else if (lineStride == 1) {
    for (ptrdiff_t k = 0; k < depth; ++k, to += width) {
#pragma clang loop unroll(full)
      for (int i = 0; i < width; ++i) { to[i] = from[k * step + i]; }
    }
  } else if (step == 1) {
    // Two or four lines at a time along four elements: a square that is turned in registers.
    typedef Real Four __attribute__((ext_vector_type(4), aligned(sizeof(Real))));
    typedef Real Two __attribute__((ext_vector_type(2), aligned(sizeof(Real))));
    ptrdiff_t k = 0;
    for (; k + 4 <= depth; k += 4, to += 4 * width) {
      int i = 0;
      for (; i + 4 <= width; i += 4) {
        const Real *line = from + i * lineStride + k;
        Four a = *(const Four *)line, b = *(const Four *)(line + lineStride);
        Four c = *(const Four *)(line + 2 * lineStride), d = *(const Four *)(line + 3 * lineStride);
        Four ab = __builtin_shufflevector(a, b, 0, 4, 1, 5);
        Four cd = __builtin_shufflevector(c, d, 0, 4, 1, 5);
        Four AB = __builtin_shufflevector(a, b, 2, 6, 3, 7);
        Four CD = __builtin_shufflevector(c, d, 2, 6, 3, 7);
        *(Four *)(to + i) = __builtin_shufflevector(ab, cd, 0, 1, 4, 5);
        *(Four *)(to + i + width) = __builtin_shufflevector(ab, cd, 2, 3, 6, 7);
        *(Four *)(to + i + 2 * width) = __builtin_shufflevector(AB, CD, 0, 1, 4, 5);
        *(Four *)(to + i + 3 * width) = __builtin_shufflevector(AB, CD, 2, 3, 6, 7);
      }
      for (; i + 2 <= width; i += 2) {
        const Real *line = from + i * lineStride + k;
        Four a = *(const Four *)line, b = *(const Four *)(line + lineStride);
        *(Two *)(to + i) = __builtin_shufflevector(a, b, 0, 4);
        *(Two *)(to + i + width) = __builtin_shufflevector(a, b, 1, 5);
        *(Two *)(to + i + 2 * width) = __builtin_shufflevector(a, b, 2, 6);
        *(Two *)(to + i + 3 * width) = __builtin_shufflevector(a, b, 3, 7);
      }
    }
    for (; k < depth; ++k, to += width) {
      for (int i = 0; i < width; ++i) { to[i] = from[i * lineStride + k]; }
    }
  } else {
    for (ptrdiff_t k = 0; k < depth; ++k, to += width) {
      for (int i = 0; i < width; ++i) { to[i] = from[i * lineStride + k * step]; }
    }
  }
}

void NAME(gemm_pack_a)(ptrdiff_t rows, ptrdiff_t depth, Matrix a, Real *panels) {
  for (ptrdiff_t i = 0; i < rows; i += panelRows, panels += panelRows * depth) {
    ptrdiff_t count = rows - i < panelRows ? rows - i : panelRows;
    const Real *from = a.data + i * a.row_stride;
    NAME(interleave)(panelRows, from, a.row_stride, a.column_stride, depth, count, panels);
  }
}

/// Four panels at a time of a matrix whose rows are contiguous, so that memory is read in order.
WONNX_INLINE void NAME(interleaveRows)(
    const Real *from, ptrdiff_t rowStride, ptrdiff_t depth, Real *panels) {
  for (ptrdiff_t k = 0; k < depth; ++k, from += rowStride, panels += panelColumns) {
    __builtin_prefetch(from + 8 * rowStride);
    __builtin_prefetch(from + 8 * rowStride + 2 * panelColumns);
#pragma clang loop unroll(full)
    for (int p = 0; p < 4; ++p) {
      Real *to = panels + p * panelColumns * depth;
#pragma clang loop unroll(full)
      for (int i = 0; i < panelColumns; ++i) { to[i] = from[p * panelColumns + i]; }
    }
  }
}

void NAME(gemm_pack_b)(ptrdiff_t depth, ptrdiff_t columns, Matrix b, Real *panels) {
  const Real *from = b.data;
  if (b.column_stride == 1) {
    const ptrdiff_t group = 4 * panelColumns;
    for (; columns >= group; columns -= group, from += group, panels += group * depth) {
      NAME(interleaveRows)(from, b.row_stride, depth, panels);
    }
  }
  for (; columns > 0; columns -= panelColumns) {
    ptrdiff_t width = columns < panelColumns ? columns : panelColumns;
    NAME(interleave)(panelColumns, from, b.column_stride, b.row_stride, depth, width, panels);
    from += panelColumns * b.column_stride;
    panels += panelColumns * depth;
  }
}

/// `c = a · b (+ c)`; B is packed block by block unless it is.
static wonnx_status NAME(product)(
    wonnx_extent extent, Matrix a, Matrix b, Real *c, ptrdiff_t cRow, bool accumulates,
    void *workspace) {
  if (extent.rows < 0 || extent.columns < 0 || extent.depth < 0) { return WONNX_BAD_EXTENT; }
  if (extent.rows == 0 || extent.columns == 0) { return WONNX_OK; }
  if (extent.depth == 0 && accumulates) { return WONNX_OK; }
  if (!workspace) { workspace = wonnx_thread_workspace(NAME(gemm_workspace_bytes)()); }
  if (!workspace) { return WONNX_OUT_OF_MEMORY; }
  Real *aPanels = (Real *)(((uintptr_t)workspace + 63) & ~(uintptr_t)63);
  Real *bPanels = aPanels + blockRows * blockDepth;
  const bool aIsDirect = !a.packed && a.column_stride == 1 && extent.columns <= directColumns;
  const wonnx_level level = wonnx_kernels_level();
  Block block = {.cRow = cRow, .bStep = panelColumns};
  for (ptrdiff_t j = 0; j < extent.columns; j += blockColumns) {
    block.columns = extent.columns - j < blockColumns ? extent.columns - j : blockColumns;
    ptrdiff_t k = 0;
    do {
      block.depth = extent.depth - k < blockDepth ? extent.depth - k : blockDepth;
      block.accumulates = accumulates || k > 0;
      if (b.packed) {
        block.b = b.data + j * extent.depth + k * panelColumns;
        block.bPanel = panelColumns * extent.depth;
      } else {
        block.b = bPanels;
        block.bPanel = panelColumns * block.depth;
        Matrix part = b;
        part.data += k * b.row_stride + j * b.column_stride;
        NAME(gemm_pack_b)(block.depth, block.columns, part, bPanels);
      }
      for (ptrdiff_t i = 0; i < extent.rows; i += blockRows) {
        block.rows = extent.rows - i < blockRows ? extent.rows - i : blockRows;
        block.aRow = 1;
        block.aStep = panelRows;
        if (a.packed) {
          block.a = a.data + i * extent.depth + k * panelRows;
          block.aPanel = panelRows * extent.depth;
        } else if (aIsDirect) {
          block.a = a.data + i * a.row_stride + k;
          block.aRow = a.row_stride;
          block.aPanel = panelRows * a.row_stride;
          block.aStep = 1;
        } else {
          Matrix part = a;
          part.data += i * a.row_stride + k * a.column_stride;
          NAME(gemm_pack_a)(block.rows, block.depth, part, aPanels);
          block.a = aPanels;
          block.aPanel = panelRows * block.depth;
        }
        block.c = c + i * cRow + j;
        blockAtLevel[level](&block);
      }
      k += block.depth;
    } while (k < extent.depth);
  }
  return WONNX_OK;
}

/// Few rows: B is read where it lies, for the columns that fill whole panels.
static void NAME(productOfFewRows)(
    wonnx_extent extent, Matrix a, Matrix b, Real *c, ptrdiff_t cRow, bool accumulates) {
  Block block = {
      .rows = extent.rows, .columns = extent.columns, .aRow = a.row_stride, .aStep = a.column_stride,
      .bPanel = panelColumns, .bStep = b.row_stride, .c = c, .cRow = cRow};
  for (ptrdiff_t k = 0; k < extent.depth; k += blockDepth) {
    block.depth = extent.depth - k < blockDepth ? extent.depth - k : blockDepth;
    block.a = a.data + k * a.column_stride;
    block.b = b.data + k * b.row_stride;
    block.accumulates = accumulates || k > 0;
    blockAtLevel[wonnx_kernels_level()](&block);
  }
}

wonnx_status NAME(gemm)(
    wonnx_extent extent, Matrix a, Matrix b, Real *c, ptrdiff_t cRow, bool accumulates,
    void *workspace) {
  bool isDirect = !a.packed && !b.packed && b.column_stride == 1 && extent.rows > 0 &&
                  extent.rows <= directRows && extent.depth > 0;
  if (isDirect) {
    ptrdiff_t whole = extent.columns / panelColumns * panelColumns;
    if (whole > 0) {
      wonnx_extent left = {extent.rows, whole, extent.depth};
      NAME(productOfFewRows)(left, a, b, c, cRow, accumulates);
      extent.columns -= whole;
      b.data += whole;
      c += whole;
    }
  }
  return NAME(product)(extent, a, b, c, cRow, accumulates, workspace);
}
