#include "Families/ScoreWords.glsl"

// A row's votes, tree after tree.
void main() {
  uint row = invocation();
  if (row >= p.count) return;
  uint base = row * p.targets;
#if STARTS
  LOOP(k, 0u, p.targets) {
    store_scores(base + k, VALUE(p.start, 0u));
#if FOLD == 4
    store_rests(base + k, C(0));
#endif
  }
#endif
  LOOP(tree, 0u, p.trees) {
    uint leaf = load_leaf(tree * p.count + row);
    LOOP(vote, p.ends[leaf], p.ends[leaf + 1u]) {
      uint target = base + p.vote_targets[vote];
      C weight = VALUE(p.weights, vote);
      C score = load_scores(target);
#if FOLD == 0
      score += weight / C(p.share);
#elif FOLD == 1
      score += weight;
#elif FOLD == 2
      if (weight < score || score != score) score = weight;
#elif FOLD == 3
      if (weight > score || score != score) score = weight;
#else
      C sum = score + weight;
      C part = sum - score;
      store_rests(target, load_rests(target) + ((score - (sum - part)) + (weight - part)));
      score = sum;
#endif
      store_scores(target, score);
    }
  }
#if FOLD == 4 && ENDS
  LOOP(k, 0u, p.targets) {
    C rest = load_rests(base + k);
    if (rest == rest) store_scores(base + k, load_scores(base + k) + rest);
  }
#endif
}
