// One matrix an invocation: a is eliminated to a diagonal, b from the identity along with it.
void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint m = p.m;
  uint base = i * m * m;
  LOOP(k, 0u, m * m) {
    store_a(base + k, T_a(load_x(base + k)));
    store_b(base + k, k % (m + 1u) == 0u ? T_b(1) : T_b(0));
  }
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
    uint top = base + k * m;
    if (pivot != k) {
      LOOP(c, 0u, m) {
        uint other = base + pivot * m + c;
        T_a held = load_a(top + c);
        store_a(top + c, load_a(other));
        store_a(other, held);
        held = load_b(top + c);
        store_b(top + c, load_b(other));
        store_b(other, held);
      }
    }
    LOOP(r, 0u, m) {
      if (r == k) continue;
      uint row = base + r * m;
      T_a factor = load_a(row + k) / load_a(top + k);
      LOOP(c, 0u, m) {
        T_a change = factor * load_a(top + c);
        store_a(row + c, load_a(row + c) - change);
        change = factor * load_b(top + c);
        store_b(row + c, load_b(row + c) - change);
      }
    }
  }
  LOOP(k, 0u, m * m) {
    store_y(base + k, T_y(load_b(base + k) / load_a(base + k / m * (m + 1u))));
  }
}
