#include "TreeKernels.h"

#include "Level.h"

/// Rows that walk a tree together: each waits for its node's memory while the others do.
enum { walkers = 8 };

WONNX_INLINE bool holds(uint8_t mode, double x, double split) {
  switch (mode) {
  case WONNX_LESS_OR_EQUAL: return x <= split;
  case WONNX_LESS: return x < split;
  case WONNX_GREATER_OR_EQUAL: return x >= split;
  case WONNX_GREATER: return x > split;
  case WONNX_EQUAL: return x == split;
  default: return x != split;
  }
}

static bool isMember(const wonnx_trees *trees, ptrdiff_t node, double x) {
  for (ptrdiff_t i = trees->member_ends[node]; i < trees->member_ends[node + 1]; ++i) {
    if (trees->members[i] == x) { return true; }
  }
  return false;
}

/// The outcome at a node, of mode `mode` or its own.
WONNX_INLINE bool outcome(
    const wonnx_tree_mode mode, const wonnx_trees *trees, ptrdiff_t place, double x) {
  const wonnx_tree_node *node = trees->nodes + place;
  if (x != x) { return node->missing; }
  if (mode != WONNX_SEVERAL_MODES) { return holds((uint8_t)mode, x, node->split); }
  return node->mode == WONNX_MEMBER ? isMember(trees, place, x) : holds(node->mode, x, node->split);
}

#define REAL float
#define NAME(base) wonnx_s##base
#include "TreeTemplate.h"

#define REAL double
#define NAME(base) wonnx_d##base
#include "TreeTemplate.h"
