// The places of each lane, in their order.
void main() {
  uint i = invocation();
  if (i < p.count) store_y(i, i % p.extent);
}
