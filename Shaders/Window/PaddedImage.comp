// Planes of three axes become larger ones, with zeros around: element (z, y, x) of the result is the
// input's at that place times p.steps minus p.before. Rows are p.pitch vectors.
void main() {
  uint i = invocation();
  if (i >= p.count) return;
  int x = int(i % p.pitch) * 4;
  uint rest = i / p.pitch;
  int y = int(rest % p.extents[1]) * p.steps[1] - p.before[1];
  rest /= p.extents[1];
  int z = int(rest % p.extents[0]) * p.steps[0] - p.before[0];
  int plane = int(rest / p.extents[0]);
  vec4 result = vec4(0.0);
  if (z >= 0 && z < p.inputs[0] && y >= 0 && y < p.inputs[1]) {
    int row = ((plane * p.inputs[0] + z) * p.inputs[1] + y) * p.inputs[2];
    [[unroll]] for (int q = 0; q < 4; ++q) {
      int column = (x + q) * p.steps[2] - p.before[2];
      if (column >= 0 && column < p.inputs[2]) result[q] = load_x(uint(row + column));
    }
  }
  store4_y(i, result);
}
