#ifndef TREE_KERNELS_H
#define TREE_KERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// How a node compares; as a tree's mode also that its nodes differ in it.
typedef enum {
  WONNX_LESS_OR_EQUAL = 0,
  WONNX_LESS = 1,
  WONNX_GREATER_OR_EQUAL = 2,
  WONNX_GREATER = 3,
  WONNX_EQUAL = 4,
  WONNX_NOT_EQUAL = 5,
  WONNX_MEMBER = 6,
  WONNX_SEVERAL_MODES = 7,
} wonnx_tree_mode;

/// A comparison of one feature with `split`, or with the node's members. `next[outcome]` is a node, or below zero leaf `-1 - next`; a
/// NaN's outcome is `missing`.
typedef struct {
  double split;
  int32_t next[2];
  int32_t feature;
  uint8_t mode, missing;
} wonnx_tree_node;

typedef enum {
  /// Votes divided by the number of trees are added.
  WONNX_VOTES_AVERAGE = 0,
  WONNX_VOTES_SUM = 1,
  WONNX_VOTES_MIN = 2,
  WONNX_VOTES_MAX = 3,
  /// Votes are added, and what each addition rounds off to `rests`.
  WONNX_VOTES_EXACT_SUM = 4,
} wonnx_votes;

/// Trees whose walks end, the members of node n, `member_ends[n] ..< member_ends[n + 1]`, and what leaf k gives
/// targets, votes `ends[k] ..< ends[k + 1]`.
typedef struct {
  const wonnx_tree_node *nodes;
  const int32_t *roots;
  ptrdiff_t root_count;
  wonnx_tree_mode mode;
  const double *members;
  const ptrdiff_t *member_ends;
  const ptrdiff_t *ends;
  const int32_t *targets;
  const double *weights;
  ptrdiff_t target_count;
  wonnx_votes votes;
} wonnx_trees;

/// Adds to `scores`, `[rows, target_count]`, the votes of each of `rows` rows of `features` features, tree
/// after tree; a minimum or maximum replaces a score that is NaN. Comparisons are of doubles.
void wonnx_strees(
    const wonnx_trees *trees, const float *x, ptrdiff_t features, ptrdiff_t rows, float *scores,
    float *rests);
void wonnx_dtrees(
    const wonnx_trees *trees, const double *x, ptrdiff_t features, ptrdiff_t rows, double *scores,
    double *rests);

#endif
