// Products of lines by a workgroup of 8 × 8, which shares what it reads: 32 × 32 of them, 4 × 4 an
// invocation, in the order of summation. The including shader defines `C left(uint line, uint k)` and
// `C right(uint line, uint k)`, 0 where there is none; with RIGHT_IS_ACROSS, neighbouring lines of the
// right operand lie together, otherwise those of a line.
#define TILE 32u
#define TILE_DEPTH 16u
shared C left_tile[TILE_DEPTH][TILE + 1u];
shared C right_tile[TILE_DEPTH][TILE + 1u];

// Where product [i][j] of the invocation is in the tile.
uint tileLine(uint i) { return gl_LocalInvocationID.y + 8u * i; }
uint tileColumn(uint j) { return gl_LocalInvocationID.x + 8u * j; }

C[4][4] multiplied(uint depth) {
  C total[4][4];
  C block[4][4];
  [[unroll]] for (uint n = 0u; n < 16u; ++n) {
    total[n / 4u][n % 4u] = depth > 0u ? -C(0) : C(0);
    block[n / 4u][n % 4u] = C(0);
  }
  for (uint first = 0u; first < depth; first += TILE_DEPTH) {
    uint count = min(TILE_DEPTH, depth - first);
    barrier();
    for (uint e = gl_LocalInvocationIndex; e < TILE * TILE_DEPTH; e += 64u) {
      uint k = e % TILE_DEPTH;
      if (k < count) left_tile[k][e / TILE_DEPTH] = left(e / TILE_DEPTH, first + k);
#ifdef RIGHT_IS_ACROSS
      uint line = e % TILE;
      k = e / TILE;
#else
      uint line = e / TILE_DEPTH;
#endif
      if (k < count) right_tile[k][line] = right(line, first + k);
    }
    barrier();
    LOOP(k, 0u, count) {
      C a[4];
      C b[4];
      [[unroll]] for (uint n = 0u; n < 4u; ++n) {
        a[n] = left_tile[k][tileLine(n)];
        b[n] = right_tile[k][tileColumn(n)];
      }
      [[unroll]] for (uint n = 0u; n < 16u; ++n) {
        block[n / 4u][n % 4u] = fused(a[n / 4u], b[n % 4u], block[n / 4u][n % 4u]);
      }
    }
    uint end = first + count;
    if (end % WONNX_PRODUCT_BLOCK != 0u && end != depth) continue;
    [[unroll]] for (uint n = 0u; n < 16u; ++n) {
      total[n / 4u][n % 4u] += block[n / 4u][n % 4u];
      block[n / 4u][n % 4u] = C(0);
    }
  }
  return total;
}
