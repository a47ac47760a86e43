// H' = (1 - z) · h + z · H. With LINEAR_BEFORE_RESET the whole step, else what follows GRUGates.comp.
#include "Families/Recurrence.glsl"

void main() {
  uint i = invocation();
  if (i >= p.count) return;
  Place at = place(i);
  N state = load_former(i);
  N result = N(0);
  if (at.isInside) {
    uint row = stateRow(at);
    uint first = at.direction * 2u;
#ifdef LINEAR_BEFORE_RESET
    uvec3 weights = uvec3(weightsOf(at, 0u, 3u), weightsOf(at, 1u, 3u), weightsOf(at, 2u, 3u));
    RECURRENT_PRODUCTS(sums, 3, load_former, row, weights[g])
    [[unroll]] for (int g = 0; g < 2; ++g) {
      sums[g] = activated(
        first, inputOf(at, uint(g), 3u) + sums[g]
          + (biasOf(at, uint(g), 3u, 0u) + biasOf(at, uint(g), 3u, 1u)));
    }
    N update = sums[0];
    N hidden_ = sums[1] * (sums[2] + biasOf(at, 2u, 3u, 1u));
#else
    uint weights = weightsOf(at, 2u, 3u);
    RECURRENT_PRODUCTS(product, 1, load_reset, row, weights)
    N hidden_ = product[0] + biasOf(at, 2u, 3u, 1u);
    N update = load_update(i);
#endif
    N h = activated(first + 1u, inputOf(at, 2u, 3u) + hidden_ + biasOf(at, 2u, 3u, 0u));
    state = (N(1) - update) * h + update * state;
    result = state;
  }
  store_next(i, state);
#ifdef HAS_Y
  store_y(outputOffset(at), T_y(result));
#endif
}
