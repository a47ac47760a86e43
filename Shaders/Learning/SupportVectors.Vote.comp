// The class with the most votes of the machines for two classes each, the first of several.
void main() {
  uint row = invocation();
  if (row >= p.count) return;
  uint best = 0u;
  uint most = 0u;
  LOOP(own, 0u, p.classes) {
    uint votes = 0u;
    LOOP(other, 0u, p.classes) {
      if (other == own) continue;
      uint a = min(own, other);
      uint b = max(own, other);
      uint machine = a * (2u * p.classes - a - 1u) / 2u + b - a - 1u;
      bool isFirst = load_scores(row * p.pitch + machine) > C(0);
      votes += isFirst == (own < other) ? 1u : 0u;
    }
    if (votes > most) {
      most = votes;
      best = own;
    }
  }
  store_label(row, int64_t(uint64_t(p.labels[2u * best + 1u]) << 32 | uint64_t(p.labels[2u * best])));
}
