// Walks of trees and their votes for one type. Included with REAL and NAME(base).

/// The leaves that `count` rows reach, at most `walkers`.
WONNX_INLINE void NAME(walk)(
    const int count, const wonnx_tree_mode mode, const wonnx_trees *trees, int32_t root,
    const REAL *x, ptrdiff_t features, int32_t *leaves) {
  int32_t places[walkers];
  WONNX_UNROLL
  for (int r = 0; r < count; ++r) { places[r] = root; }
  for (bool walks = root >= 0; walks;) {
    walks = false;
    WONNX_UNROLL
    for (int r = 0; r < count; ++r) {
      const int32_t place = places[r];
      const int32_t at = place < 0 ? 0 : place;
      const wonnx_tree_node *node = trees->nodes + at;
      const int32_t next = node->next[outcome(mode, trees, at, x[r * features + node->feature])];
      places[r] = place < 0 ? place : next;
      walks |= places[r] >= 0;
    }
  }
  WONNX_UNROLL
  for (int r = 0; r < count; ++r) { leaves[r] = -1 - places[r]; }
}

static void NAME(vote)(
    const wonnx_trees *trees, int32_t leaf, REAL *scores, REAL *rests) {
  for (ptrdiff_t vote = trees->ends[leaf]; vote < trees->ends[leaf + 1]; ++vote) {
    const int32_t target = trees->targets[vote];
    const REAL weight = (REAL)trees->weights[vote], score = scores[target];
    switch (trees->votes) {
    case WONNX_VOTES_AVERAGE: scores[target] = score + weight / (REAL)trees->root_count; break;
    case WONNX_VOTES_SUM: scores[target] = score + weight; break;
    case WONNX_VOTES_MIN:
      if (weight < score || score != score) { scores[target] = weight; }
      break;
    case WONNX_VOTES_MAX:
      if (weight > score || score != score) { scores[target] = weight; }
      break;
    case WONNX_VOTES_EXACT_SUM: {
      const REAL sum = score + weight, part = sum - score;
      scores[target] = sum;
      rests[target] += (score - (sum - part)) + (weight - part);
      break;
    }
    }
  }
}

WONNX_INLINE void NAME(walkTrees)(
    const wonnx_tree_mode mode, const wonnx_trees *trees, const REAL *x, ptrdiff_t features,
    ptrdiff_t rows, REAL *scores, REAL *rests) {
  const ptrdiff_t targets = trees->target_count;
  for (ptrdiff_t tree = 0; tree < trees->root_count; ++tree) {
    const int32_t root = trees->roots[tree];
    for (ptrdiff_t row = 0, count; row < rows; row += count) {
      int32_t leaves[walkers];
      const REAL *first = x + row * features;
      count = rows - row < walkers ? 1 : walkers;
      if (count == 1) {
        NAME(walk)(1, mode, trees, root, first, features, leaves);
      } else {
        NAME(walk)(walkers, mode, trees, root, first, features, leaves);
      }
      for (ptrdiff_t r = 0; r < count; ++r) {
        const ptrdiff_t place = (row + r) * targets;
        NAME(vote)(trees, leaves[r], scores + place, rests ? rests + place : NULL);
      }
    }
  }
}

void NAME(trees)(
    const wonnx_trees *trees, const REAL *x, ptrdiff_t features, ptrdiff_t rows, REAL *scores,
    REAL *rests) {
  if (trees->mode == WONNX_LESS_OR_EQUAL) {
    NAME(walkTrees)(WONNX_LESS_OR_EQUAL, trees, x, features, rows, scores, rests);
  } else if (trees->mode == WONNX_LESS) {
    NAME(walkTrees)(WONNX_LESS, trees, x, features, rows, scores, rests);
  } else {
    NAME(walkTrees)(WONNX_SEVERAL_MODES, trees, x, features, rows, scores, rests);
  }
}

#undef REAL
#undef NAME
