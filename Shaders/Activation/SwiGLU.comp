#include "Families/Logistic.glsl"

void main() {
  uint i = invocation();
  if (i >= p.count) return;
  T_a a = load_a(i);
  T_a scaled = T_a(p.alpha) * a;
  T_a share = logistic(T_a(NARROW(scaled)));
  T_a gate = a * T_a(NARROW(share));
  store_y(i, T_a(NARROW(gate)) * load_b(i));
}
