// Each invocation folds its own lane of updates in order; lanes never share a target.
void main() {
  uint lane = invocation();
  if (lane >= p.lanes) return;
  uint start = lane / p.inner * p.depth * p.inner + lane % p.inner;
  LOOP(j, p.first, p.last) {
    uint k = start + j * p.inner;
    uint target = load_targets(k);
    if (target < p.size) {
      T_y a = load_y(target);
      T_y b = load_updates(k);
#if defined(REDUCES_add)
      store_y(target, a + b);
#elif defined(REDUCES_mul)
      store_y(target, a * b);
#else
#if T_y_IS_FLOAT
      bool isTaken = !isnan(a) && isnan(b);
#else
      bool isTaken = false;
#endif
#if defined(REDUCES_max)
      if (isTaken || b > a) store_y(target, b);
#else
      if (isTaken || b < a) store_y(target, b);
#endif
#endif
    }
  }
}
