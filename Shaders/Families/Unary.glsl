// Y[i] = f(X[i]). The including shader defines `T_y f(T_x x)`, which others may call as their epilogue.
#ifndef WONNX_EPILOGUE
void main() {
  uint i = invocation();
  if (i >= p.count) return;
  store_y(i, f(load_x(i)));
}
#endif
