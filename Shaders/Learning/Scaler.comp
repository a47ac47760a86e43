// Y[i] = (X[i] - offset[f]) · scale[f], f the feature of element i.
void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint f = i % p.features;
#if T_x_IS_DOUBLE
  store_y(i, float((load_x(i) - double(p.shifts[f])) * double(p.factors[f])));
#else
  store_y(i, (float(load_x(i)) - p.shifts[f]) * p.factors[f]);
#endif
}
