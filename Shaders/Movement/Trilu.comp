// Upper keeps column - row >= k, lower keeps column - row <= k; the rest is zero.
void main() {
  uint i = invocation();
  if (i >= p.count) return;
  int distance = int(i % p.columns) - int(i / p.columns % p.rows);
#ifdef KEEPS_UPPER
  bool isKept = distance >= p.k;
#else
  bool isKept = distance <= p.k;
#endif
  store_y(i, isKept ? load_x(i) : T_x(0));
}
