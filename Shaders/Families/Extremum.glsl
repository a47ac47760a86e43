// The index of a line's extreme element, where BEFORE(a, b) says that a is more extreme; NaN is
// more so than any number. A piece that does not start the line goes on from what lies in y.
bool isMissing(T_x x) {
#if T_x_IS_FLOAT
  return x != x;
#else
  return false;
#endif
}

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
