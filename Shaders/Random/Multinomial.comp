#include "Families/Random.glsl"

void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint start = i / p.samples * p.classes;
  float share = randomFloat(i) * load_sums(start + p.classes - 1u);
  uint low = 0u;
  uint high = p.classes - 1u;
  LOOP(step_, 0u, 32u) {
    if (low >= high) break;
    uint middle = (low + high) / 2u;
    if (load_sums(start + middle) > share) high = middle; else low = middle + 1u;
  }
  store_y(i, T_y(low));
}
