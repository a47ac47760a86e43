#include "Families/Fault.glsl"

void main() {
  uint i = invocation();
  if (i >= p.count) return;
  int64_t chosen = load_chosen(i % p.n);
  bool isInside = chosen >= 0l && chosen < int64_t(p.extent);
  if (!isInside) fault(i % p.n, chosen, 0u);
  b_y[i] = b_x[i / p.n * p.extent + (isInside ? uint(chosen) : 0u)];
}
