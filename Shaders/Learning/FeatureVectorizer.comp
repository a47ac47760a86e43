// Columns of one input, cut or filled up with zeros, at their place among all.
void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint row = i / p.width;
  uint column = i % p.width;
  float y = column < p.extent ? float(load_x(row * p.extent + min(column, p.extent - 1u))) : 0.0;
  store_y(row * p.pitch + p.start + column, y);
}
