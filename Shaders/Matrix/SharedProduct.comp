// A tile of alpha · A · B + beta · C a workgroup: see Families/SharedTile.glsl. Lines of memory are
// p.a_pitch, p.b_pitch elements apart; A lies along k (A_ALONG_K) or along its rows, B along its columns
// or along k (B_ALONG_K). With A_VECTORS, B_VECTORS lines are whole vectors.
#ifndef SPLIT
#include "Families/ProductFinish.glsl"
#endif
#define A_PITCH p.a_pitch
#include "Families/SharedTile.glsl"

vec4 b_chunk(uint column, uint k, uint end) {
  vec4 b = vec4(0.0);
#ifdef B_ALONG_K
  uint at = b_start + min(column, p.columns - 1u) * p.b_pitch + k;
#ifdef B_VECTORS
  if (k < end) b = load4_b(at / 4u);
#else
  [[unroll]] for (uint q = 0u; q < 4u; ++q) if (k + q < end) b[q] = load_b(at + q);
#endif
#else
  uint at = b_start + k * p.b_pitch;
  if (k >= end) return b;
#ifdef B_VECTORS
  b = load4_b((at + min(column, p.columns - 4u)) / 4u);
#else
  [[unroll]] for (uint q = 0u; q < 4u; ++q) b[q] = load_b(at + min(column + q, p.columns - 1u));
#endif
#endif
  return b;
}

void locate(uint stack) {
#if BATCH_RANK > 0
  STRIDED_OFFSET(ia, stack, BATCH_RANK, p.dims, p.a_strides)
  STRIDED_OFFSET(ib, stack, BATCH_RANK, p.dims, p.b_strides)
  a_start = ia;
  b_start = ib;
#else
  a_start = 0u;
  b_start = 0u;
#endif
}

uint block_first(uint number) { return number * WONNX_PRODUCT_BLOCK; }
uint block_end(uint number) { return min((number + 1u) * WONNX_PRODUCT_BLOCK, p.depth); }

TOTAL finished(TOTAL sum, uint row, uint column) {
#if defined(HAS_C) || defined(SCALES)
  return finish(sum, row, column);
#else
  return sum;
#endif
}

#include "Families/SharedSums.glsl"
