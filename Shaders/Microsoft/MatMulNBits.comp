// Products of FEW rows of A with the rows of a matrix in codes. An invocation sums one block of one
// column, of which a workgroup has BLOCKS side by side; blocks are added in their order.
#ifdef HAS_GROUPS
#include "Families/Fault.glsl"
#endif
#include "Families/ProductFinish.glsl"
#include "Microsoft/BlockWeights.glsl"
#define THREADS (BLOCKS * COLUMNS)
#define CODES (32u / BITS)

shared float parts[FEW][COLUMNS][BLOCKS];
float block[FEW];

// Adds the terms of one word of codes, from k on. Past the depth A is 0 and W is -0, whose product leaves
// every sum as it is.
void add(uint word, uint row, uint k, float scale, float zero, uint n) {
  [[unroll]] for (uint q = 0u; q < CODES; ++q) {
    bool isInside = k + q < p.depth;
    uint term = min(k + q, p.depth - 1u);
#ifdef HAS_GROUPS
    uint group = blockOf(term);
    scale = scaleOf(n, group);
    zero = zeroOf(n, group);
#endif
    float w = (float(word >> q * BITS & CODE_MASK) - zero) * scale;
    w = isInside ? w : -0.0;
    [[unroll]] for (uint f = 0u; f < FEW; ++f) {
      float a = isInside ? load_a((row + f) * p.depth + term) : 0.0;
      block[f] = fused(a, w, block[f]);
    }
  }
}

void main() {
  uint group = invocation() / THREADS;
  if (group >= p.work) return;
  uint slot = gl_LocalInvocationIndex % BLOCKS;
  uint lane = gl_LocalInvocationIndex / BLOCKS;
  uint column = group % p.column_groups * COLUMNS + lane;
  uint n = min(column, p.columns - 1u);
  uint row = p.first_row + group / p.column_groups * FEW;
  float sums[FEW];
  [[unroll]] for (int f = 0; f < FEW; ++f) sums[f] = -0.0;
  LOOP(pass, 0u, (p.sum_blocks + BLOCKS - 1u) / BLOCKS) {
    [[unroll]] for (int f = 0; f < FEW; ++f) block[f] = 0.0;
    uint first = (pass * BLOCKS + slot) * WONNX_PRODUCT_BLOCK;
    uint last = min(first + WONNX_PRODUCT_BLOCK, p.depth);
    for (uint k = first; k < last; k += CODES) {
      uint place = k / p.block_size;
      uint word = (n * p.quant_blocks + place) * (p.block_bytes / 4u) + k % p.block_size / CODES;
#ifdef HAS_GROUPS
      add(load_codes(word), row, k, 0.0, 0.0, n);
#else
      add(load_codes(word), row, k, scaleOf(n, place), zeroOf(n, place), n);
#endif
    }
    [[unroll]] for (int f = 0; f < FEW; ++f) parts[f][lane][slot] = block[f];
    barrier();
    if (slot == 0u) {
      LOOP(number, 0u, min(uint(BLOCKS), p.sum_blocks - pass * BLOCKS)) {
        [[unroll]] for (int f = 0; f < FEW; ++f) sums[f] += parts[f][lane][number];
      }
    }
    barrier();
  }
  if (slot == 0u && column < p.columns) {
    [[unroll]] for (uint f = 0u; f < FEW; ++f) {
#ifdef HAS_C
      sums[f] = finish(sums[f], row + f, column);
#endif
      store_y((row + f) * p.columns + column, sums[f]);
    }
  }
}
