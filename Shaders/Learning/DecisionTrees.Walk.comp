#include "Families/ScoreWords.glsl"

bool holds(uint node, C x) {
  uint mode = p.modes[node];
  if (x != x) return (mode & 8u) != 0u;
  mode &= 7u;
  C split = VALUE(p.splits, node);
  if (mode == 0u) return x <= split;
  if (mode == 1u) return x < split;
  if (mode == 2u) return x >= split;
  if (mode == 3u) return x > split;
  if (mode == 4u) return x == split;
  if (mode == 5u) return x != split;
  bool isMember = false;
  LOOP(k, p.ends[node], p.ends[node + 1u]) isMember = isMember || VALUE(p.members, k) == x;
  return isMember;
}

// The leaf that a row reaches in a tree: neighbours walk the same tree.
void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint row = i % p.rows * p.extent;
  int place = p.roots[p.first + i / p.rows];
  LOOP(step_, 0u, p.depth) {
    if (place < 0) break;
    bool isTrue = holds(uint(place), C(load_x(row + p.features[place])));
    place = isTrue ? p.when_true[place] : p.when_false[place];
  }
  store_leaf(i, uint(-1 - place));
}
