#include "Mathematics/Erf.glsl"
#include "Mathematics/Exp.glsl"
#include "Mathematics/Log.glsl"
#if IS_WIDE
#define VALUE(list, k) packDouble2x32(uvec2(list[2u * (k)], list[2u * (k) + 1u]))
#else
#define VALUE(list, k) uintBitsToFloat(list[k])
#endif

bool holds(uint node, C x) {
  if (x != x) return (p.flags[node] & 4u) != 0u;
  C split = VALUE(p.splits, node);
  uint mode = p.modes[node];
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

// A guess by logarithms, then Newton's steps.
C probit(C share) {
  C x = C(2) * share - C(1);
  if (!(x > C(-1) && x < C(1))) {
    return x == C(1) ? C(INFINITY_F32) : x == C(-1) ? C(-INFINITY_F32) : C(NAN_F32);
  }
  C rest = m_log((C(1) - x) * (C(1) + x));
  C half_ = C(4.330746750799873) + rest / C(2);
  C y = sqrt(sqrt(half_ * half_ - rest / C(0.147)) - half_);
  if (x < C(0)) y = -y;
  LOOP(k, 0u, 3u) y -= (m_erf(y) - x) / (C(1.1283791670955126) * m_exp(-y * y));
  return C(1.4142135623730951) * y;
}

void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint base = i * p.targets;
  LOOP(k, 0u, p.targets) store_scores(base + k, VALUE(p.start, 0u));
  LOOP(tree, 0u, p.trees) {
    uint node = p.roots[tree];
    uint leaf = 0u;
    LOOP(step_, 0u, p.depth) {
      bool isTrue = holds(node, C(load_x(i * p.extent + p.features[node])));
      uint next = isTrue ? p.when_true[node] : p.when_false[node];
      if ((p.flags[node] & (isTrue ? 1u : 2u)) != 0u) {
        leaf = next;
        break;
      }
      node = next;
    }
    uint target = base + p.leaf_targets[leaf];
    C weight = VALUE(p.weights, leaf);
    C score = load_scores(target);
#if FOLD == 0
    score += weight / C(p.trees);
#elif FOLD == 1
    score += weight;
#elif FOLD == 2
    score = weight < score ? weight : score;
#else
    score = weight > score ? weight : score;
#endif
    store_scores(target, score);
  }
#if TRANSFORM == 1 || TRANSFORM == 3
  C peak = load_scores(base);
  LOOP(k, 0u, p.targets) peak = load_scores(base + k) > peak ? load_scores(base + k) : peak;
  C sum = C(0);
  LOOP(k, 0u, p.targets) {
    C score = load_scores(base + k);
#if TRANSFORM == 3
    if (score == C(0)) continue;
#endif
    score = m_exp(score - peak);
    sum += score;
    store_scores(base + k, score);
  }
#endif
  LOOP(k, 0u, p.targets) {
    C score = load_scores(base + k);
#if TRANSFORM == 1 || TRANSFORM == 3
    if (sum != C(0)) score /= sum;
#elif TRANSFORM == 2
    score = C(1) / (C(1) + m_exp(-score));
#elif TRANSFORM == 4
    score = probit(score);
#endif
    store_y(base + k, T_y(score));
  }
}
