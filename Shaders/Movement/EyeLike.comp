// Y[row, column] = 1 where column = row + k, else 0.
void main() {
  uint i = invocation();
  if (i >= p.count) return;
  bool isOne = int(i % p.columns) == int(i / p.columns) + p.k;
  store_y(i, isOne ? ONE : T_y(0));
}
