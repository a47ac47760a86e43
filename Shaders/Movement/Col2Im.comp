// Each pixel sums what the blocks that cover it hold, in row-major order of the block.
void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint channel = i / p.area;
  T_x total = T_x(0);
  LOOP(k, 0u, p.blocks) {
    uint pixel = i % p.area;
    uint rest = k;
    uint column = 0u;
    uint pitch = 1u;
    bool isCovered = true;
    for (int axis = RANK - 1; axis >= 0; --axis) {
      int y = int(pixel % uint(p.image[axis]));
      pixel /= uint(p.image[axis]);
      int position = int(rest % uint(p.block[axis]));
      rest /= uint(p.block[axis]);
      int place = y + p.pads[axis] - position * p.dilations[axis];
      isCovered = isCovered && place >= 0 && place % p.strides[axis] == 0
        && place / p.strides[axis] < p.columns[axis];
      column += uint(place / p.strides[axis]) * pitch;
      pitch *= uint(p.columns[axis]);
    }
    if (isCovered) total += load_x((channel * p.blocks + k) * p.column_count + column);
  }
  store_y(i, total);
}
