// Running folds along lines. A piece that does not start its line goes on from the carry.
void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint start = i / p.inner * p.extent * p.inner + i % p.inner;
  T_x sum = T_x(NEUTRAL);
#ifdef CARRIES
  if (p.first > 0u) sum = load_carry(i);
#endif
  LOOP(step_, p.first, p.end) {
    if (step_ >= p.extent) break;
#ifdef IS_REVERSED
    uint offset = start + (p.extent - 1u - step_) * p.inner;
#else
    uint offset = start + step_ * p.inner;
#endif
    T_x next = step_ == 0u ? load_x(offset) : T_x(JOIN(sum, load_x(offset)));
#ifdef IS_EXCLUSIVE
    store_y(offset, sum);
#else
    store_y(offset, next);
#endif
    sum = next;
  }
#ifdef CARRIES
  store_carry(i, sum);
#endif
}
