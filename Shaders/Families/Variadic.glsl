// Y[i] = finish(f(… f(X0[i], X1[i]) …)), in pieces of a few inputs. The runtime's defines say which
// inputs a piece joins (VALUE, OFFSETS) and whether it is the last.
void main() {
  uint i = invocation();
  if (i >= p.count) return;
  OFFSETS
#if IS_LAST
  store_y(i, T_y(finish(VALUE, p.inputCount)));
#else
  store_sum(i, T_sum(VALUE));
#endif
}
