#include "IntegerBlock.h"

#include <string.h>

static ptrdiff_t groupsOf(ptrdiff_t depth) { return (depth + integerTerms - 1) / integerTerms; }

static ptrdiff_t wholePanels(ptrdiff_t columns) {
  return (columns + integerColumns - 1) / integerColumns * integerColumns;
}

static ptrdiff_t panelBytes(ptrdiff_t depth) {
  return groupsOf(depth) * integerColumns * integerTerms;
}

size_t wonnx_igemm_packed_b_bytes(ptrdiff_t depth, ptrdiff_t columns) {
  const ptrdiff_t whole = wholePanels(columns);
  return (size_t)(whole / integerColumns * panelBytes(depth) + whole * (ptrdiff_t)sizeof(int32_t));
}

/// Behind the panels lies each column's sum.
static int32_t *sumsOf(const wonnx_packed_i8 *b) {
  return (int32_t *)(b->data + wholePanels(b->columns) / integerColumns * panelBytes(b->depth));
}

typedef struct {
  ptrdiff_t *offsets;
  int8_t *a;
  int32_t *rows, *columns;
  ptrdiff_t blockRows;
} Memory;

/// As many rows of A as stay in a core's cache.
static ptrdiff_t rowsAtOnce(ptrdiff_t rows, ptrdiff_t groups) {
  const ptrdiff_t most = (1 << 17) / (groups * integerTerms + 1) / 8 * 8;
  const ptrdiff_t bound = most < 8 ? 8 : most;
  return rows < bound ? rows : bound;
}

static bool divide(Memory *memory, ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t groups) {
  memory->blockRows = rowsAtOnce(rows, groups);
  const size_t offsets = (size_t)groups * sizeof(ptrdiff_t);
  const size_t a = (size_t)(memory->blockRows * groups * integerTerms + 63) & ~(size_t)63;
  const size_t terms = (size_t)memory->blockRows * 3 * sizeof(int32_t);
  const size_t ends = (size_t)wholePanels(columns) * 2 * sizeof(int32_t);
  uint8_t *all = wonnx_thread_workspace(offsets + a + terms + ends + 256);
  if (!all) { return false; }
  memory->offsets = (ptrdiff_t *)all;
  memory->a = (int8_t *)(all + offsets);
  memory->rows = (int32_t *)(all + offsets + a + 64);
  memory->columns = memory->rows + memory->blockRows * 3;
  for (ptrdiff_t g = 0; g < groups; ++g) { memory->offsets[g] = g * integerColumns * integerTerms; }
  return true;
}

wonnx_status wonnx_igemm_pack_b(
    wonnx_matrix_i8 b, wonnx_packed_i8 packed, ptrdiff_t first, ptrdiff_t columns) {
  const ptrdiff_t groups = groupsOf(packed.depth);
  const uint8_t flip = b.is_signed ? 0x80 : 0;
  Memory memory;
  if (!divide(&memory, 1, 0, groups)) { return WONNX_OUT_OF_MEMORY; }
  uint8_t *panel = (uint8_t *)packed.data + first / integerColumns * panelBytes(packed.depth);
  wonnx_integer_block sums = {
      .rows = 1, .columns = wholePanels(columns), .groups = groups, .a = memory.a, .b = panel,
      .panel = panelBytes(packed.depth), .offsets = memory.offsets, .c = sumsOf(&packed) + first};
  memset(memory.a, 1, (size_t)(groups * integerTerms));
  for (ptrdiff_t j = first; j < first + columns; j += integerColumns) {
    const ptrdiff_t kept =
        first + columns - j < integerColumns ? first + columns - j : integerColumns;
    for (ptrdiff_t g = 0; g < groups; ++g, panel += integerColumns * integerTerms) {
      if (kept < integerColumns) { memset(panel, 0, integerColumns * integerTerms); }
      const uint8_t *rows[integerTerms];
      for (int r = 0; r < integerTerms; ++r) {
        const ptrdiff_t k = g * integerTerms + r;
        rows[r] = k < packed.depth
                      ? (const uint8_t *)b.data + k * b.row_stride + j * b.column_stride : NULL;
      }
      if (b.column_stride == 1) {
        wonnx_interleave(rows, flip, kept, panel);
        continue;
      }
      for (ptrdiff_t i = 0; i < kept; ++i) {
        for (int r = 0; r < integerTerms; ++r) {
          panel[i * integerTerms + r] =
              rows[r] ? rows[r][i * b.column_stride] ^ flip : 0;
        }
      }
    }
  }
  wonnx_integer_product(&sums);
  return WONNX_OK;
}

/// A row of A as signed bytes, the last group filled with 0; gives its sum.
static int32_t packRow(
    const uint8_t *from, ptrdiff_t step, uint8_t flip, ptrdiff_t depth, int8_t *to) {
  int32_t sum = 0;
  if (step == 1) {
    for (ptrdiff_t k = 0; k < depth; ++k) { to[k] = (int8_t)(from[k] ^ flip); }
  } else {
    for (ptrdiff_t k = 0; k < depth; ++k) { to[k] = (int8_t)(from[k * step] ^ flip); }
  }
  for (ptrdiff_t k = 0; k < depth; ++k) { sum = (int32_t)((uint32_t)sum + (uint32_t)to[k]); }
  for (ptrdiff_t k = depth; k % integerTerms != 0; ++k) { to[k] = 0; }
  return sum;
}

static int32_t zeroAt(wonnx_zeros zeros, ptrdiff_t index) {
  return zeros.values ? zeros.values[index * zeros.step] : 0;
}

wonnx_status wonnx_igemm(
    ptrdiff_t rows, wonnx_matrix_i8 a, wonnx_zeros a_zero, wonnx_packed_i8 b, wonnx_zeros b_zero,
    ptrdiff_t first, ptrdiff_t columns, int32_t *c, ptrdiff_t c_row) {
  if (rows < 0 || columns < 0 || b.depth < 0 || first % integerColumns != 0) {
    return WONNX_BAD_EXTENT;
  }
  if (rows == 0 || columns == 0) { return WONNX_OK; }
  const ptrdiff_t groups = groupsOf(b.depth);
  Memory memory;
  if (!divide(&memory, rows, columns, groups)) { return WONNX_OUT_OF_MEMORY; }
  // A is taken as signed and B as unsigned bytes, and the zero points with them.
  const int32_t aShift = a.is_signed ? 0 : -128, bShift = b.is_signed ? 128 : 0;
  const uint8_t flip = a.is_signed ? 0 : 0x80;
  const int32_t *sums = sumsOf(&b) + first;
  int32_t *addend = memory.rows, *factor = addend + memory.blockRows,
          *term = factor + memory.blockRows;
  int32_t *columnTerm = memory.columns, *columnFactor = columnTerm + wholePanels(columns);
  for (ptrdiff_t j = 0; j < wholePanels(columns); ++j) {
    const bool isKept = j < columns;
    columnFactor[j] = isKept ? zeroAt(b_zero, first + j) + bShift : 0;
    columnTerm[j] = isKept ? wonnx_wrapped((int32_t)b.depth, columnFactor[j]) - sums[j] : 0;
  }
  const bool isUniform = !b_zero.values || b_zero.step == 0;
  wonnx_integer_block block = {
      .columns = columns, .groups = groups, .a = memory.a, .aRow = groups * integerTerms,
      .b = (const uint8_t *)b.data + first / integerColumns * panelBytes(b.depth),
      .panel = panelBytes(b.depth), .offsets = memory.offsets, .addend = addend,
      .rowFactor = factor, .columnTerm = columnTerm, .rowTerm = term,
      .columnFactor = isUniform ? NULL : columnFactor, .cRow = c_row};
  for (ptrdiff_t i = 0; i < rows; i += memory.blockRows) {
    block.rows = rows - i < memory.blockRows ? rows - i : memory.blockRows;
    block.c = c + i * c_row;
    for (ptrdiff_t r = 0; r < block.rows; ++r) {
      const int32_t sum = packRow(
          (const uint8_t *)a.data + (i + r) * a.row_stride, a.column_stride, flip, b.depth,
          memory.a + r * block.aRow);
      factor[r] = zeroAt(a_zero, i + r) + aShift;
      term[r] = (int32_t)(0 - (uint32_t)sum);
      addend[r] = isUniform ? wonnx_wrapped(term[r], columnFactor[0]) : 0;
    }
    wonnx_integer_product(&block);
  }
  return WONNX_OK;
}
