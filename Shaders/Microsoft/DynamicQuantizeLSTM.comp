#include "Families/Recurrence.glsl"
uint columnCount() { return 4u * p.hidden; }
#include "Microsoft/ByteGates.glsl"

// The state's products with R of one gate.
float product(Place at, uint g) {
  uint column = g * p.hidden + at.unit;
  int zero = ZERO_AT(at.direction, column);
  uint first = at.direction * p.hidden * columnCount() + column;
  uint row = stateRow(at);
  int sum = 0;
  LOOP(k, 0u, p.hidden) {
    sum += load_centered(row + k) * (int(load_weights(first + k * columnCount())) - zero);
  }
  return float(sum) * (load_scale(at.direction) * SCALE_AT(at.direction, column));
}

void main() {
  uint i = invocation();
  if (i >= p.count) return;
  Place at = place(i);
  // A sequence of no steps ends with a state of 0.
  bool isEmpty = !at.isInside && p.now == 0u;
  float state = isEmpty ? 0.0 : load_former(i);
  float result = 0.0;
  if (isEmpty) store_cell(i, 0.0);
  if (at.isInside) {
    float sums[4];
    [[unroll]] for (uint g = 0u; g < 4u; ++g) {
      sums[g] = inputOf(at, g, 4u) + product(at, g)
        + (biasOf(at, g, 4u, 0u) + biasOf(at, g, 4u, 1u));
    }
    float former = load_cell(i);
#ifdef HAS_PEEPHOLES
    uint peephole = at.direction * 3u * p.hidden + at.unit;
    sums[0] += load_peepholes(peephole) * former;
    sums[2] += load_peepholes(peephole + 2u * p.hidden) * former;
#endif
    uint first = at.direction * 3u;
    float input_ = activated(first, sums[0]);
#ifdef COUPLES
    float forget = 1.0 - input_;
#else
    float forget = activated(first, sums[2]);
#endif
    float cell = forget * former + input_ * activated(first + 1u, sums[3]);
#ifdef HAS_PEEPHOLES
    sums[1] += load_peepholes(peephole + p.hidden) * cell;
#endif
    store_cell(i, cell);
    state = activated(first, sums[1]) * unclipped(first + 2u, cell);
    result = state;
  }
  store_next(i, state);
#ifdef HAS_Y
  store_y(outputOffset(at), result);
#endif
}
