// X's bytes times W, as floats, for the first rows of X.
uint columnCount() { return p.columns; }
#include "Microsoft/ByteGates.glsl"

void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint column = i % p.columns;
  uint row = i / p.columns % p.rows;
  uint direction = i / p.columns / p.rows;
  int zero = int(load_zero(0u));
  int weightZero = ZERO_AT(direction, column);
  int sum = 0;
  uint at = direction * p.depth * p.columns + column;
  LOOP(k, 0u, p.depth) {
    int x = int(load_codes(row * p.depth + k)) - zero;
    sum += x * (int(load_weights(at + k * p.columns)) - weightZero);
  }
  float y = float(sum) * (load_scale(0u) * SCALE_AT(direction, column));
  store_y(direction * p.pitch + row * p.columns + column, y);
}
