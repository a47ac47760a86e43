#include "Families/SortKey.glsl"

// A word of `p.keys` or `p.values`, of the width that the element type has.
#if T_x_IS_LONG
#define KEY_AT(k) (KEY(p.keys[2u * (k) + 1u]) << 32 | KEY(p.keys[2u * (k)]))
#else
#define KEY_AT(k) p.keys[k]
#endif
#if T_y_IS_LONG
#define VALUE_AT(k) (uint64_t(p.values[2u * (k) + 1u]) << 32 | uint64_t(p.values[2u * (k)]))
#else
#define VALUE_AT(k) p.values[k]
#endif

// The value of the equal key, of ascending ones, or the last value.
void main() {
  uint i = invocation();
  if (i >= p.count) return;
  KEY mine = key_x(i);
  uint low = 0u;
  uint high = p.known;
  LOOP(step_, 0u, p.steps) {
    uint middle = (low + high) / 2u;
    if (low >= high) break;
    if (KEY_AT(middle) < mine) {
      low = middle + 1u;
    } else {
      high = middle;
    }
  }
  bool isKnown = low < p.known && KEY_AT(low) == mine;
  store_y(i, VALUE_AT(isKnown ? low : p.known));
}
