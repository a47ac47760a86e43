// Products of FEW vectors with the lines of a matrix that lie along k. An invocation sums one block of one
// line, since a block is a chain; its group's BLOCKS · LINES chains are read side by side into shared
// memory, STEP terms of each at a time. Blocks are added in their order.
#include "Families/ProductFinish.glsl"
#include "Families/VectorProduct.glsl"
#define THREADS (BLOCKS * LINES)
#define STEP 32
#define CHUNKS (STEP / 4)
#define FEW_COUNT (FEW * BLOCKS * STEP)
#define FEW_LOADS ((FEW_COUNT + THREADS - 1) / THREADS)

shared vec4 many_tile[THREADS][CHUNKS + 1];
shared float few_tile[FEW_COUNT];
vec4 many_next[CHUNKS];
float few_next[FEW_LOADS];

// From the depth on the matrix is -0 and the vectors are 0, whose product leaves every sum as it is.
vec4 chunk(uint line, uint k) {
  vec4 x = vec4(-0.0);
  uint at = many_start + min(line, p.lines - 1u) * p.pitch + k;
#ifdef VECTORS
  if (k < p.depth) x = load4_many(at / 4u);
#else
  [[unroll]] for (uint q = 0u; q < 4u; ++q) if (k + q < p.depth) x[q] = load_many(at + q);
#endif
  return x;
}

void fetch(uint first_line, uint first_block, uint step_) {
  uint t = gl_LocalInvocationIndex;
  [[unroll]] for (uint i = 0u; i < CHUNKS; ++i) {
    uint e = t + i * THREADS;
    uint chain = e / CHUNKS;
    uint k = (first_block + chain / LINES) * WONNX_PRODUCT_BLOCK + step_ + e % CHUNKS * 4u;
    many_next[i] = chunk(first_line + chain % LINES, k);
  }
  [[unroll]] for (uint i = 0u; i < FEW_LOADS; ++i) {
    uint e = t + i * THREADS;
    uint k = (first_block + e / STEP % BLOCKS) * WONNX_PRODUCT_BLOCK + step_ + e % STEP;
    few_next[i] = e < FEW_COUNT && k < p.depth ? few(e / (STEP * BLOCKS), k) : 0.0;
  }
}

void put() {
  uint t = gl_LocalInvocationIndex;
  [[unroll]] for (uint i = 0u; i < CHUNKS; ++i) {
    uint e = t + i * THREADS;
    many_tile[e / CHUNKS][e % CHUNKS] = many_next[i];
  }
  [[unroll]] for (uint i = 0u; i < FEW_LOADS; ++i) {
    if (t + i * THREADS < FEW_COUNT) few_tile[t + i * THREADS] = few_next[i];
  }
}

void main() {
  uint group = invocation() / THREADS;
  if (group >= p.groups) return;
  uint first_line = group % p.line_groups * LINES;
  uint t = gl_LocalInvocationIndex;
  uint line = t % LINES;
  uint slot = t / LINES;
  locate(group / p.line_groups);
  begin_sums();
  fetch(first_line, 0u, 0u);
  LOOP(pass, 0u, (p.blocks + BLOCKS - 1u) / BLOCKS) {
    uint first_block = pass * BLOCKS;
    [[unroll]] for (int f = 0; f < FEW; ++f) block[f] = 0.0;
    for (uint step_ = 0u; step_ < WONNX_PRODUCT_BLOCK; step_ += STEP) {
      put();
      barrier();
      uint next = step_ + STEP;
      bool ends = next == WONNX_PRODUCT_BLOCK;
      fetch(first_line, ends ? first_block + BLOCKS : first_block, ends ? 0u : next);
      LOOP(j, 0u, uint(CHUNKS)) {
        vec4 x = many_tile[t][j];
        [[unroll]] for (uint f = 0u; f < FEW; ++f) {
          uint at = (f * BLOCKS + slot) * STEP + 4u * j;
          [[unroll]] for (uint q = 0u; q < 4u; ++q) block[f] = fused(x[q], few_tile[at + q], block[f]);
        }
      }
      barrier();
    }
    add_blocks(first_block, slot, line);
  }
  if (slot == 0u && first_line + line < p.lines) store_sums(first_line + line);
}
