// The first `p.taken` places of each sorted lane.
void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint place = i / p.step % p.taken;
  uint lane = i / (p.step * p.taken) * p.step + i % p.step;
  uint source = load_order(lane * p.extent + place);
  b_y[i] = b_x[lane / p.step * p.extent * p.step + lane % p.step + source * p.step];
  store_places(i, int64_t(source));
}
