// A tile of TILE_ROWS × 4·TILE_VECTORS elements of alpha · A · B + beta · C an invocation.
// Rows of memory are a_pitch, b_pitch vectors apart. A lies along k (A_ALONG_K) or along its rows, B
// along its columns or along k (B_ALONG_K). Where both lie along k, what follows the depth is zero.
#include "Families/IntegerSums.glsl"
#include "Families/ProductFinish.glsl"

#define TILE_COLUMNS (4 * TILE_VECTORS)

vec4 block[TILE_ROWS][TILE_VECTORS];
#ifdef ONE_BLOCK
#define SUMS block
#else
TOTAL4 sums[TILE_ROWS][TILE_VECTORS];
#define SUMS sums
#endif

const uint BLOCK_VECTORS = WONNX_PRODUCT_BLOCK / 4u;

void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint tile = i % p.column_tiles;
  uint rest = i / p.column_tiles;
  uint first_row = rest % p.row_tiles * TILE_ROWS;
  uint first_vector = tile * TILE_VECTORS;
  uint stack = rest / p.row_tiles;
#if BATCH_RANK > 0
  STRIDED_OFFSET(ia, stack, BATCH_RANK, p.dims, p.a_strides)
  STRIDED_OFFSET(ib, stack, BATCH_RANK, p.dims, p.b_strides)
#else
  uint ia = 0u;
  uint ib = 0u;
#endif
#ifndef ONE_BLOCK
  [[unroll]] for (int r = 0; r < TILE_ROWS; ++r) {
    [[unroll]] for (int v = 0; v < TILE_VECTORS; ++v) sums[r][v] = TOTAL4(-0.0);
  }
#endif
  // What lies outside the matrix is read from its last row or column and dropped in the end.
#ifdef A_ALONG_K
  uint a_rows[TILE_ROWS];
  [[unroll]] for (int r = 0; r < TILE_ROWS; ++r) {
    a_rows[r] = ia + min(first_row + uint(r), p.rows - 1u) * p.a_pitch;
  }
#else
// Where row r of the tile is in its vector: only tiles of whole vectors begin with one.
#if TILE_ROWS < 4
#define LANE(r) ((first_row + uint(r)) % 4u)
#else
#define LANE(r) ((r) % 4)
#endif
  uint a_columns[(TILE_ROWS + 3) / 4];
  [[unroll]] for (int r = 0; r < (TILE_ROWS + 3) / 4; ++r) {
    a_columns[r] = ia + min(first_row / 4u + uint(r), p.a_pitch - 1u);
  }
#endif
#ifdef B_ALONG_K
  uint b_columns[TILE_COLUMNS];
  [[unroll]] for (int c = 0; c < TILE_COLUMNS; ++c) {
    b_columns[c] = ib + min(4u * first_vector + uint(c), p.columns - 1u) * p.b_pitch;
  }
#else
  uint b_vectors[TILE_VECTORS];
  [[unroll]] for (int v = 0; v < TILE_VECTORS; ++v) {
    b_vectors[v] = ib + min(first_vector + uint(v), p.b_pitch - 1u);
  }
#endif

  LOOP(part, 0u, (p.depth + WONNX_PRODUCT_BLOCK - 1u) / WONNX_PRODUCT_BLOCK) {
    [[unroll]] for (int r = 0; r < TILE_ROWS; ++r) {
      [[unroll]] for (int v = 0; v < TILE_VECTORS; ++v) block[r][v] = vec4(0.0);
    }
#ifdef B_ALONG_K
    LOOP(k, part * BLOCK_VECTORS, min((part + 1u) * BLOCK_VECTORS, (p.depth + 3u) / 4u)) {
#else
    LOOP(k, part * BLOCK_VECTORS, min((part + 1u) * BLOCK_VECTORS, p.depth / 4u)) {
#endif
#ifdef A_ALONG_K
      vec4 a[TILE_ROWS];
      [[unroll]] for (int r = 0; r < TILE_ROWS; ++r) a[r] = load4_a(a_rows[r] + k);
#define A(r, step) a[r][step]
#else
      vec4 a[4][(TILE_ROWS + 3) / 4];
      [[unroll]] for (int s = 0; s < 4; ++s) {
        [[unroll]] for (int r = 0; r < (TILE_ROWS + 3) / 4; ++r) {
          a[s][r] = load4_a(a_columns[r] + (4u * k + uint(s)) * p.a_pitch);
        }
      }
#define A(r, step) a[step][(r) / 4][LANE(r)]
#endif
#ifdef B_ALONG_K
      [[unroll]] for (int c = 0; c < TILE_COLUMNS; ++c) {
        vec4 b = load4_b(b_columns[c] + k);
        [[unroll]] for (int s = 0; s < 4; ++s) {
          [[unroll]] for (int r = 0; r < TILE_ROWS; ++r) {
            block[r][c / 4][c % 4] = TERM(A(r, s), b[s], block[r][c / 4][c % 4]);
          }
        }
      }
#else
      [[unroll]] for (int s = 0; s < 4; ++s) {
        [[unroll]] for (int v = 0; v < TILE_VECTORS; ++v) {
          vec4 b = load4_b(b_vectors[v] + (4u * k + uint(s)) * p.b_pitch);
          [[unroll]] for (int r = 0; r < TILE_ROWS; ++r) {
            block[r][v] = TERM(A(r, s), b, block[r][v]);
          }
        }
      }
#endif
    }
#ifndef B_ALONG_K
    LOOP(k, p.depth / 4u * 4u, min((part + 1u) * WONNX_PRODUCT_BLOCK, p.depth)) {
      [[unroll]] for (int r = 0; r < TILE_ROWS; ++r) {
#ifdef A_ALONG_K
        float a = load4_a(a_rows[r] + k / 4u)[k % 4u];
#else
        float a = load4_a(a_columns[r / 4] + k * p.a_pitch)[LANE(r)];
#endif
        [[unroll]] for (int v = 0; v < TILE_VECTORS; ++v) {
          block[r][v] = TERM(a, load4_b(b_vectors[v] + k * p.b_pitch), block[r][v]);
        }
      }
    }
#endif
#ifndef ONE_BLOCK
    [[unroll]] for (int r = 0; r < TILE_ROWS; ++r) {
      [[unroll]] for (int v = 0; v < TILE_VECTORS; ++v) sums[r][v] += TOTAL4(block[r][v]);
    }
#endif
  }

  [[unroll]] for (int r = 0; r < TILE_ROWS; ++r) {
    uint row = first_row + uint(r);
    if (row < p.rows) {
      uint line = (stack * p.rows + row) * p.columns;
      [[unroll]] for (int v = 0; v < TILE_VECTORS; ++v) {
        uint column = 4u * (first_vector + uint(v));
        TOTAL4 y = TOTAL4(SUMS[r][v]);
#if defined(HAS_C) || defined(SCALES)
        [[unroll]] for (int q = 0; q < 4; ++q) {
          y[q] = finish(y[q], row, min(column + uint(q), p.columns - 1u));
        }
#endif
#ifdef STORES_VECTORS
        if (column < p.columns) store4_y((line + column) / 4u, y);
#else
        [[unroll]] for (int q = 0; q < 4; ++q) {
          if (column + uint(q) < p.columns) store_y(line + column + uint(q), y[q]);
        }
#endif
      }
    }
  }
}
