// The update gate z, and the state that the reset gate leaves.
#include "Families/Recurrence.glsl"

void main() {
  uint i = invocation();
  if (i >= p.count) return;
  Place at = place(i);
  if (!at.isInside) return;
  uint row = stateRow(at);
  uvec2 weights = uvec2(weightsOf(at, 0u, 3u), weightsOf(at, 1u, 3u));
  RECURRENT_PRODUCTS(sums, 2, load_former, row, weights[g])
  [[unroll]] for (int g = 0; g < 2; ++g) {
    sums[g] = activated(
      at.direction * 2u,
      inputOf(at, uint(g), 3u) + sums[g]
        + (biasOf(at, uint(g), 3u, 0u) + biasOf(at, uint(g), 3u, 1u)));
  }
  store_update(i, sums[0]);
  store_reset(i, sums[1] * load_former(i));
}
