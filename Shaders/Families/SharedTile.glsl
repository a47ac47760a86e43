// A workgroup's tiles in shared memory: ROWS lines of A and COLUMNS of B, DEPTH terms of each, of which an
// invocation multiplies ROWS_EACH by COLUMNS_EACH. Whoever includes this defines A_PITCH, the elements
// between A's lines of memory, and how B is read:
//   vec4 b_chunk(uint column, uint k, uint end)   four elements along k with B_ALONG_K, else along columns
//   float b_element(uint k, uint end)   with B_BY_ELEMENTS: term k of the column `own_column`
// From term `end` on A is -0 and B is 0, whose product leaves every sum as it is, -0 too.
#include "Families/IntegerSums.glsl"
#define ROW_THREADS (ROWS / ROWS_EACH)
#define COLUMN_THREADS (COLUMNS / COLUMNS_EACH)
#define THREADS (ROW_THREADS * COLUMN_THREADS)
#define A_CHUNKS (ROWS * DEPTH / 4 / THREADS)
#define B_CHUNKS (COLUMNS * DEPTH / 4 / THREADS)
#ifdef ROLLED
#define EACH_STEP LOOP(k, 0u, uint(DEPTH))
#else
#define EACH_STEP [[unroll]] for (int k = 0; k < DEPTH; ++k)
#endif

// A line's vectors lie a bank apart from those of the next term.
shared vec4 a_tile[DEPTH][ROWS / 4 + 1];
shared vec4 b_tile[DEPTH][COLUMNS / 4 + 1];
// The next tile, while the present one is multiplied.
vec4 a_next[A_CHUNKS];
#ifdef B_BY_ELEMENTS
#define B_LINES (THREADS / COLUMNS)
float b_next[DEPTH / B_LINES];
#else
vec4 b_next[B_CHUNKS];
#endif
vec4 block[ROWS_EACH][COLUMNS_EACH / 4];

#ifdef B_BY_ELEMENTS
float b_element(uint k, uint end);
#else
vec4 b_chunk(uint column, uint k, uint end);
#endif

// Where A's and B's matrices begin, the tile in the result, and the invocation in the tile.
uint a_start, b_start, first_row, first_column, thread_row, thread_column;

void place_thread() {
  uint t = gl_LocalInvocationIndex;
#if ROW_THREADS % 4 == 0 && COLUMN_THREADS % 8 == 0
  // Thirty-two invocations take a patch of 4 by 8, which reads the fewest vectors.
  uint patch_ = t / 32u;
  thread_column = patch_ % (COLUMN_THREADS / 8) * 8u + t % 8u;
  thread_row = patch_ / (COLUMN_THREADS / 8) * 4u + t % 32u / 8u;
#else
  thread_column = t % COLUMN_THREADS;
  thread_row = t / COLUMN_THREADS;
#endif
}

uint row_of(uint r) { return first_row + (r / 4u * ROW_THREADS + thread_row) * 4u + r % 4u; }
uint column_of(uint v) { return first_column + (v * COLUMN_THREADS + thread_column) * 4u; }

// What lies outside the matrix is read from its last row and dropped in the end.
vec4 a_chunk(uint row, uint k, uint end) {
  vec4 a = vec4(-0.0);
#ifdef A_ALONG_K
  uint at = a_start + min(row, p.rows - 1u) * A_PITCH + k;
#ifdef A_VECTORS
  if (k < end) a = load4_a(at / 4u);
#else
  [[unroll]] for (uint q = 0u; q < 4u; ++q) if (k + q < end) a[q] = load_a(at + q);
#endif
#else
  uint at = a_start + k * A_PITCH;
  if (k >= end) return a;
#ifdef A_VECTORS
  a = load4_a((at + min(row, p.rows - 4u)) / 4u);
#else
  [[unroll]] for (uint q = 0u; q < 4u; ++q) a[q] = load_a(at + min(row + q, p.rows - 1u));
#endif
#endif
  return a;
}

// Chunk `e` of a tile of `lines` lines: its line, then its term.
uvec2 along_k(uint e) { return uvec2(e / (DEPTH / 4), e % (DEPTH / 4) * 4u); }
uvec2 across(uint e, uint lines) { return uvec2(e % (lines / 4u) * 4u, e / (lines / 4u)); }
#ifdef A_ALONG_K
#define A_PLACE(e) along_k(e)
#else
#define A_PLACE(e) across(e, ROWS)
#endif
#ifdef B_ALONG_K
#define B_PLACE(e) along_k(e)
#else
#define B_PLACE(e) across(e, COLUMNS)
#endif

void fetch(uint k, uint end) {
  uint t = gl_LocalInvocationIndex;
  [[unroll]] for (int i = 0; i < A_CHUNKS; ++i) {
    uvec2 place = A_PLACE(t + uint(i * THREADS));
    a_next[i] = a_chunk(first_row + place.x, k + place.y, end);
  }
#ifdef B_BY_ELEMENTS
  [[unroll]] for (int i = 0; i < DEPTH / B_LINES; ++i) {
    b_next[i] = b_element(k + t / COLUMNS + uint(i * B_LINES), end);
  }
#else
  [[unroll]] for (int i = 0; i < B_CHUNKS; ++i) {
    uvec2 place = B_PLACE(t + uint(i * THREADS));
    b_next[i] = b_chunk(first_column + place.x, k + place.y, end);
  }
#endif
}

void put() {
  uint t = gl_LocalInvocationIndex;
  [[unroll]] for (int i = 0; i < A_CHUNKS; ++i) {
    uvec2 place = A_PLACE(t + uint(i * THREADS));
#ifdef A_ALONG_K
    [[unroll]] for (int q = 0; q < 4; ++q) {
      a_tile[place.y + uint(q)][place.x / 4u][place.x % 4u] = a_next[i][q];
    }
#else
    a_tile[place.y][place.x / 4u] = a_next[i];
#endif
  }
#ifdef B_BY_ELEMENTS
  [[unroll]] for (int i = 0; i < DEPTH / B_LINES; ++i) {
    uint column = t % COLUMNS;
    b_tile[t / COLUMNS + uint(i * B_LINES)][column / 4u][column % 4u] = b_next[i];
  }
#else
  [[unroll]] for (int i = 0; i < B_CHUNKS; ++i) {
    uvec2 place = B_PLACE(t + uint(i * THREADS));
#ifdef B_ALONG_K
    [[unroll]] for (int q = 0; q < 4; ++q) {
      b_tile[place.y + uint(q)][place.x / 4u][place.x % 4u] = b_next[i][q];
    }
#else
    b_tile[place.y][place.x / 4u] = b_next[i];
#endif
  }
#endif
}

void multiply() {
  EACH_STEP {
    vec4 a[ROWS_EACH / 4];
    vec4 b[COLUMNS_EACH / 4];
    [[unroll]] for (int r = 0; r < ROWS_EACH / 4; ++r) a[r] = a_tile[k][r * ROW_THREADS + thread_row];
    [[unroll]] for (int v = 0; v < COLUMNS_EACH / 4; ++v) {
      b[v] = b_tile[k][v * COLUMN_THREADS + thread_column];
    }
    [[unroll]] for (int r = 0; r < ROWS_EACH; ++r) {
      [[unroll]] for (int v = 0; v < COLUMNS_EACH / 4; ++v) {
        block[r][v] = TERM(a[r / 4][r % 4], b[v], block[r][v]);
      }
    }
  }
}
