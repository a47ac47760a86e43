#include "Families/Recurrence.glsl"

void main() {
  uint i = invocation();
  if (i >= p.count) return;
  Place at = place(i);
  N state = load_former(i);
  N result = N(0);
  if (at.isInside) {
    uint row = stateRow(at);
    uint weights = weightsOf(at, 0u, 1u);
    RECURRENT_PRODUCTS(sum, 1, load_former, row, weights)
    state = activated(
      at.direction,
      inputOf(at, 0u, 1u) + sum[0] + (biasOf(at, 0u, 1u, 0u) + biasOf(at, 0u, 1u, 1u)));
    result = state;
  }
  store_next(i, state);
#ifdef HAS_Y
  store_y(outputOffset(at), T_y(result));
#endif
}
