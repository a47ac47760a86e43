// Y[i] = X[i], of types that compute in the same one.
void main() {
  uint i = invocation();
  if (i < p.count) store_y(i, load_x(i));
}
