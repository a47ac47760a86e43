// A tile of features by pixels of one group and image a workgroup, as an implicit product: see
// Families/SharedTile.glsl. Row k of its B is the image under tap k, which is read in place; the window's
// extents are KERNEL_D, KERNEL_H and KERNEL_W. A block is p.block_terms terms, of whole channels, or with
// CUTS_TAPS a part of one channel's taps.
#ifndef SPLIT
#include "Families/ProductFinish.glsl"
#endif
#include "Families/WindowTaps.glsl"
#define A_ALONG_K
#define B_BY_ELEMENTS
#define A_PITCH p.depth
#include "Families/SharedTile.glsl"

const uint TAPS = KERNEL_D * KERNEL_H * KERNEL_W;
const uint NOWHERE = 0xffffffffu;
uint first_feature;
ivec3 own_corner;

uint block_count_of_run() {
#ifdef CUTS_TAPS
  return (TAPS + p.block_terms - 1u) / p.block_terms;
#else
  return p.blocks;
#endif
}

uint block_first(uint number) {
#ifdef CUTS_TAPS
  uint count = block_count_of_run();
  return number / count * TAPS + number % count * p.block_terms;
#else
  return number * p.block_terms;
#endif
}

uint block_end(uint number) {
#ifdef CUTS_TAPS
  return min(block_first(number) + p.block_terms, (number / block_count_of_run() + 1u) * TAPS);
#else
  return min((number + 1u) * p.block_terms, p.depth);
#endif
}

// The element of X that term k of a window reads, or NOWHERE in its padding.
uint place_of(uint k, ivec3 first) {
  uint tap = k % TAPS;
  ivec3 at = first + ivec3(
    int(tap / (KERNEL_H * KERNEL_W)) * p.dilations[0],
    int(tap / KERNEL_W % KERNEL_H) * p.dilations[1], int(tap % KERNEL_W) * p.dilations[2]);
  bool isInside = all(greaterThanEqual(at, ivec3(0)))
    && all(lessThan(at, ivec3(p.inputs[0], p.inputs[1], p.inputs[2])));
  uint line = (k / TAPS * uint(p.inputs[0]) + uint(at.x)) * uint(p.inputs[1]) + uint(at.y);
  return isInside ? b_start + line * uint(p.inputs[2]) + uint(at.z) : NOWHERE;
}

float b_element(uint k, uint end) {
  uint at = place_of(k, own_corner);
  return k < end && at != NOWHERE ? load_x(at) : 0.0;
}

ivec3 corner_of(uint pixel) {
  uint rest = pixel;
  return corner(position(rest));
}

void locate(uint stack) {
  uint group = stack % p.groups;
  first_feature = group * p.rows;
  a_start = first_feature * p.depth;
  b_start = stack * (p.depth / TAPS) * uint(p.inputs[0] * p.inputs[1] * p.inputs[2]);
  own_corner = corner_of(min(first_column + gl_LocalInvocationIndex % COLUMNS, p.columns - 1u));
}

TOTAL finished(TOTAL sum, uint row, uint column) {
#ifdef HAS_C
  return finish(sum, first_feature + row, column);
#else
  return sum;
#endif
}

float mended(uint row, uint column, uint first, uint last) {
  ivec3 corner_ = corner_of(column);
  float sum = -0.0;
  LOOP(number, first, last) {
    float block_ = 0.0;
    LOOP(k, block_first(number), block_end(number)) {
      uint at = place_of(k, corner_);
      if (at != NOWHERE) block_ = fused(load_a(a_start + row * p.depth + k), load_x(at), block_);
    }
    sum += block_;
  }
  return sum;
}

#include "Families/SharedSums.glsl"
