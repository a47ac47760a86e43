// Each element counts those that come before it along the axis: its rank is its place in the
// output.
#if T_x_IS_FLOAT
bool precedes(T_x a, T_x b) {
#ifdef TAKES_GREATEST
  return isnan(a) ? !isnan(b) : a > b;
#else
  return isnan(b) ? !isnan(a) : a < b;
#endif
}
#else
bool precedes(T_x a, T_x b) {
#ifdef TAKES_GREATEST
  return a > b;
#else
  return a < b;
#endif
}
#endif

void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint place = i / p.step % p.extent;
  uint outer = i / (p.step * p.extent);
  uint lane = i % p.step;
  uint start = outer * p.extent * p.step + lane;
  T_x mine = load_x(i);
  uint rank = 0u;
  LOOP(k, 0u, p.extent) {
    T_x other = load_x(start + k * p.step);
    if (precedes(other, mine) || (k < place && !precedes(mine, other))) rank += 1u;
  }
  if (rank < p.taken) {
    uint target = (outer * p.taken + rank) * p.step + lane;
    b_y[target] = b_x[i];
    store_places(target, int64_t(place));
  }
}
