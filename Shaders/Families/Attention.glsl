#ifdef T_nonpad
#include "Families/Fault.glsl"
#endif

// What is added to a score: see `AttentionBias`.
C bias(uint batch, uint head, uint query, uint key) {
  C sum = C(0);
  int position = int(query) + int(p.past);
#ifdef T_mask
  uint place = batch * p.mask_strides[0] + head * p.mask_strides[1] + query * p.mask_strides[2]
    + key * p.mask_strides[3];
  if (key >= p.mask_keys) {
    sum = C(-INFINITY_F32);
  } else {
#if T_mask_IS_BOOL
    sum = load_mask(place) ? C(0) : C(-INFINITY_F32);
#else
    sum = C(load_mask(place));
#endif
  }
#endif
  bool isHidden = false;
#ifdef T_nonpad
  int64_t given = load_nonpad(batch);
  if (given < 0l || given > int64_t(p.keys)) fault(batch, given, 0u);
  int valid = int(clamp(given, 0l, int64_t(p.keys)));
  position = int(query) + valid - int(p.queries);
  isHidden = int(key) >= valid;
#endif
#ifdef IS_CAUSAL
  isHidden = isHidden || int(key) > position;
#endif
#ifdef LEFT
  isHidden = isHidden || position - int(key) > LEFT;
#endif
#ifdef RIGHT
  isHidden = isHidden || int(key) - position > RIGHT;
#endif
  return isHidden ? sum + C(-INFINITY_F32) : sum;
}
