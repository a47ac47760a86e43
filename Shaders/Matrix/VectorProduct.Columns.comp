// Products of FEW vectors with the columns of a matrix whose lines of memory are terms. An invocation sums
// one block of one column, LINES columns side by side; blocks are added in their order.
#include "Families/ProductFinish.glsl"
#include "Families/VectorProduct.glsl"
#define THREADS (BLOCKS * LINES)

void main() {
  uint group = invocation() / THREADS;
  if (group >= p.groups) return;
  uint lane = gl_LocalInvocationIndex % LINES;
  uint slot = gl_LocalInvocationIndex / LINES;
  uint column = group % p.line_groups * LINES + lane;
  locate(group / p.line_groups);
  uint start = many_start + min(column, p.lines - 1u);
  begin_sums();
  LOOP(pass, 0u, (p.blocks + BLOCKS - 1u) / BLOCKS) {
    [[unroll]] for (int f = 0; f < FEW; ++f) block[f] = 0.0;
    uint k = (pass * BLOCKS + slot) * WONNX_PRODUCT_BLOCK;
    uint end = min(k + WONNX_PRODUCT_BLOCK, p.depth);
    for (; k + AHEAD <= end; k += AHEAD) {
      float x[AHEAD];
      [[unroll]] for (uint q = 0u; q < AHEAD; ++q) x[q] = load_many(start + (k + q) * p.pitch);
      [[unroll]] for (uint q = 0u; q < AHEAD; ++q) {
        [[unroll]] for (uint f = 0u; f < FEW; ++f) block[f] = fused(x[q], few(f, k + q), block[f]);
      }
    }
    for (; k < end; ++k) {
      float x = load_many(start + k * p.pitch);
      [[unroll]] for (uint f = 0u; f < FEW; ++f) block[f] = fused(x, few(f, k), block[f]);
    }
    add_blocks(pass * BLOCKS, slot, lane);
  }
  if (slot == 0u && column < p.lines) store_sums(column);
}
