#include "Families/Random.glsl"
#ifdef T_ratio
#include "Families/Fault.glsl"
#endif

bool keeps(uint i, float ratio) {
  if (ratio == 0.0) return true;
#ifdef T_words
  uint64_t draw = uint64_t(load_words(2u * i) >> 5) << 26 | uint64_t(load_words(2u * i + 1u) >> 6);
  float bound = ratio * 9007199254740992.0;
  uint64_t least = uint64_t(bound);
  if (float(least) < bound) least += 1ul;
  return draw >= least;
#else
  return randomFloat(i) >= ratio;
#endif
}

void main() {
  uint i = invocation();
  if (i >= p.count) return;
#ifdef TRAINS
  float ratio = RATIO;
#ifdef T_ratio
  if (!(ratio >= 0.0 && ratio < 1.0)) fault(0u, int64_t(floatBitsToUint(ratio)), 0u);
#endif
  bool isKept = keeps(i, ratio);
  T_x scale = T_x(1) / (T_x(1) - T_x(ratio));
  store_y(i, isKept ? (ratio == 0.0 ? load_x(i) : scale * load_x(i)) : T_x(0));
#else
  bool isKept = true;
  store_y(i, load_x(i));
#endif
#ifdef T_mask
  store_mask(i, T_mask(isKept ? 1 : 0));
#endif
}
