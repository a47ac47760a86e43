// One matrix an invocation, eliminated in place in a scratch copy.
void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint m = p.m;
  uint base = i * m * m;
  LOOP(k, 0u, m * m) store_a(base + k, T_a(load_x(base + k)));
  T_a determinant_ = T_a(1);
  LOOP(k, 0u, m) {
    uint pivot = k;
    T_a most = abs(load_a(base + k * m + k));
    LOOP(r, k + 1u, m) {
      T_a size = abs(load_a(base + r * m + k));
      if (size > most) {
        most = size;
        pivot = r;
      }
    }
    if (pivot != k) {
      LOOP(c, k, m) {
        T_a held = load_a(base + k * m + c);
        store_a(base + k * m + c, load_a(base + pivot * m + c));
        store_a(base + pivot * m + c, held);
      }
      determinant_ = -determinant_;
    }
    T_a top = load_a(base + k * m + k);
    determinant_ *= top;
    if (top == T_a(0)) break;
    LOOP(r, k + 1u, m) {
      T_a factor = load_a(base + r * m + k) / top;
      LOOP(c, k + 1u, m) {
        T_a change = factor * load_a(base + k * m + c);
        store_a(base + r * m + c, load_a(base + r * m + c) - change);
      }
    }
  }
  store_y(i, T_y(determinant_));
}
