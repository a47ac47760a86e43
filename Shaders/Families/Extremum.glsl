// The index of a line's extreme element, where BEFORE(a, b) says that a is more extreme; NaN is
// more so than any number.
bool isMissing(T_x x) {
#if T_x_IS_FLOAT
  return x != x;
#else
  return false;
#endif
}

#ifdef LANES
#include "Families/Exchange.glsl"
struct Extreme { T_x x; uint place; };

// Whether a outranks b; of equal ones the first does, or with SELECTS_LAST the last. Nothing has no place.
bool outranks(Extreme a, Extreme b) {
  if (a.place == ~0u || b.place == ~0u) return b.place == ~0u;
#ifdef SELECTS_LAST
  bool isSelected = a.place > b.place;
#else
  bool isSelected = a.place < b.place;
#endif
  if (isMissing(a.x) || isMissing(b.x)) return isMissing(a.x) && (!isMissing(b.x) || isSelected);
  return BEFORE(a.x, b.x) || (a.x == b.x && isSelected);
}

#define A Extreme
A start() { return A(T_x(0), ~0u); }
A merge(A a, A b) {
  if (outranks(b, a)) return b;
  return a;
}
A fold(A a, T_x x, uint k) { return merge(a, A(x, k)); }
#if LANES > 1 && !defined(COLUMNS)
#if T_x_IS_LONG
DEFINE_LONG_EXCHANGE(T_x)
#else
DEFINE_EXCHANGE(T_x)
#endif
A exchanged(A a, uint s) { return A(exchanged(a.x, s), subgroupShuffleXor(a.place, s)); }
#endif
T_y finish(A a, uint count) { return T_y(a.place); }
#include "Families/Reduction.glsl"
#else
// A piece that does not start the line goes on from what lies in y.
void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint start = i / p.inner * p.extent * p.inner + i % p.inner;
  uint index = p.first == 0u ? 0u : uint(load_y(i));
  T_x best = load_x(start + index * p.inner);
  LOOP(k, p.first, p.end) {
    T_x x = load_x(start + k * p.inner);
    bool isBefore = isMissing(x) ? !isMissing(best) : !isMissing(best) && BEFORE(x, best);
#ifdef SELECTS_LAST
    isBefore = isBefore || (isMissing(x) ? isMissing(best) : x == best);
#endif
    if (isBefore) {
      best = x;
      index = k;
    }
  }
  store_y(i, int64_t(index));
}
#endif
