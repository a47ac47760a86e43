#include "Families/Recurrence.glsl"

void main() {
  uint i = invocation();
  if (i >= p.count) return;
  Place at = place(i);
  N state = load_former(i);
  N result = N(0);
  if (at.isInside) {
    uint row = stateRow(at);
    uvec4 weights = uvec4(
      weightsOf(at, 0u, 4u), weightsOf(at, 1u, 4u), weightsOf(at, 2u, 4u), weightsOf(at, 3u, 4u));
    RECURRENT_PRODUCTS(sums, 4, load_former, row, weights[g])
    [[unroll]] for (int g = 0; g < 4; ++g) {
      sums[g] = inputOf(at, uint(g), 4u) + sums[g]
        + (biasOf(at, uint(g), 4u, 0u) + biasOf(at, uint(g), 4u, 1u));
    }
    N former = load_cell(i);
#ifdef HAS_PEEPHOLES
    uint peephole = at.direction * 3u * p.hidden + at.unit;
    sums[0] += N(load_peepholes(peephole)) * former;
    sums[2] += N(load_peepholes(peephole + 2u * p.hidden)) * former;
#endif
    uint first = at.direction * 3u;
    N input_ = activated(first, sums[0]);
#ifdef COUPLES
    N forget = N(1) - input_;
#else
    N forget = activated(first, sums[2]);
#endif
    N cell = forget * former + input_ * activated(first + 1u, sums[3]);
#ifdef HAS_PEEPHOLES
    sums[1] += N(load_peepholes(peephole + p.hidden)) * cell;
#endif
    store_cell(i, cell);
    state = activated(first, sums[1]) * activated(first + 2u, cell);
    result = state;
  }
  store_next(i, state);
#ifdef HAS_Y
  store_y(outputOffset(at), T_y(result));
#endif
}
