// A state in the layout of the inputs and outputs, to or from scratch memory's [direction, batch, unit].
void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint outer = i;
#ifdef BATCHES_FIRST
  uint unit = i % p.hidden;
  uint batch = i / p.hidden % p.batch;
  uint direction = i / p.hidden / p.batch;
  outer = (batch * p.directions + direction) * p.hidden + unit;
#endif
#ifdef HAS_SOURCE
  bool reads_state = p.reads_state == 1u;
  store_y(reads_state ? outer : i, T_y(load_x(reads_state ? i : outer)));
#else
  store_y(i, T_y(0));
#endif
}
