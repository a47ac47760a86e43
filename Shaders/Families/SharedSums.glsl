// The sums of a workgroup's tile over the blocks of one slice. With SPLIT each block's sum is stored, for
// BlockSums.comp to add; else they are added here. Whoever includes this has SharedTile.glsl and defines
//   void locate(uint stack)   sets a_start, b_start and what b_element needs
//   uint block_first(uint number), uint block_end(uint number)   the terms of a block
//   TOTAL finished(TOTAL sum, uint row, uint column)   what follows the sum
//   with MENDS, float mended(uint row, uint column, uint first, uint last)   an element's sum anew, over
//   the blocks first..<last, where a NaN may come of padding
#if !defined(ONE_BLOCK) && !defined(SPLIT)
TOTAL4 sums[ROWS_EACH][COLUMNS_EACH / 4];
#define SUMS sums
#else
#define SUMS block
#endif
#ifdef SPLIT
#define STORE store_part
#define STORE4 store4_part
#define FINISHED(sum, row, column) (sum)
#else
#define STORE store_y
#define STORE4 store4_y
#define FINISHED(sum, row, column) finished(sum, row, column)
#endif
#define EACH_VECTOR(r, v) \
  [[unroll]] for (int r = 0; r < ROWS_EACH; ++r) \
    [[unroll]] for (int v = 0; v < COLUMNS_EACH / 4; ++v)

// Stores the tile from element `start` of the result on, for the blocks first..<last.
void store_tile(uint start, uint first, uint last) {
#ifdef MENDS
  bool isNaN = false;
#endif
  EACH_VECTOR(r, v) {
    uint row = row_of(uint(r));
    uint column = column_of(uint(v));
    if (row < p.rows && column < p.columns) {
      TOTAL4 y = TOTAL4(SUMS[r][v]);
#ifdef MENDS
      isNaN = isNaN || any(isnan(y));
#endif
      uint at = start + row * p.columns + column;
      [[unroll]] for (uint q = 0u; q < 4u; ++q) {
        y[q] = FINISHED(y[q], row, min(column + q, p.columns - 1u));
      }
#ifdef STORES_VECTORS
      STORE4(at / 4u, y);
#else
      [[unroll]] for (uint q = 0u; q < 4u; ++q) if (column + q < p.columns) STORE(at + q, y[q]);
#endif
    }
  }
#ifdef MENDS
  if (!isNaN) return;
  LOOP(e, 0u, uint(ROWS_EACH * COLUMNS_EACH)) {
    uint row = row_of(e / COLUMNS_EACH);
    uint column = column_of(e % COLUMNS_EACH / 4u) + e % 4u;
    if (row < p.rows && column < p.columns) {
      STORE(
        start + row * p.columns + column,
        FINISHED(mended(row, column, first, last), row, column));
    }
  }
#endif
}

void main() {
  uint group = invocation() / THREADS;
  if (group >= p.tiles) return;
  first_column = group % p.column_tiles * COLUMNS;
  uint rest = group / p.column_tiles;
  first_row = rest % p.row_tiles * ROWS;
  rest /= p.row_tiles;
#ifdef SPLIT
  uint number = rest % p.slices * p.slice_blocks;
  uint last = min(number + p.slice_blocks, p.blocks);
  rest /= p.slices;
#else
  uint number = 0u;
  uint last = p.blocks;
#endif
  uint stack = rest;
  uint start = stack * p.rows * p.columns;
  place_thread();
  locate(stack);
#if !defined(ONE_BLOCK) && !defined(SPLIT)
  EACH_VECTOR(r, v) sums[r][v] = TOTAL4(-0.0);
#endif
  EACH_VECTOR(r, v) block[r][v] = vec4(0.0);

  uint k = block_first(number);
  uint end = block_end(number);
  fetch(k, end);
  while (number < last) {
    put();
    barrier();
    uint present = number;
    k += DEPTH;
    if (k >= end) {
      number += 1u;
      k = block_first(number);
      end = block_end(number);
    }
    if (number < last) fetch(k, end);
    multiply();
    if (number != present) {
#ifdef SPLIT
      store_tile(present * p.part_pitch + start, present, number);
#endif
#ifndef ONE_BLOCK
      EACH_VECTOR(r, v) {
#ifndef SPLIT
        sums[r][v] += TOTAL4(block[r][v]);
#endif
        block[r][v] = vec4(0.0);
      }
#endif
    }
    barrier();
  }
#ifndef SPLIT
  store_tile(start, 0u, last);
#endif
}
