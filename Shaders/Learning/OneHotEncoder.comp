// Whether the element is the category of this place. A float is the integer towards zero.
int64_t category(uint k) {
  return int64_t(uint64_t(p.categories[2u * k + 1u]) << 32 | uint64_t(p.categories[2u * k]));
}

#if T_x_IS_FLOAT
bool equals(T_x x, int64_t own) {
  if (!(x >= T_x(-9223372036854775808.0) && x < T_x(9223372036854775808.0))) return false;
  return int64_t(x) == own;
}
#else
bool equals(T_x x, int64_t own) { return int64_t(x) == own; }
#endif

#if !FORGIVES
#include "Families/Fault.glsl"
#endif

void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint k = i % p.classes;
  T_x x = load_x(i / p.classes);
  store_y(i, p.owners[k] == k && equals(x, category(k)) ? 1.0 : 0.0);
#if !FORGIVES
  if (k != 0u) return;
  bool isKnown = false;
  LOOP(j, 0u, p.classes) isKnown = isKnown || equals(x, category(j));
  if (!isKnown) fault(i / p.classes, int64_t(floatBitsToUint(float(x))), 0u);
#endif
}
