// The last update of each target owns it: the greatest number wins, whatever the order of
// execution.
void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint target = load_targets(i);
  if (target < p.size) atomicMax(b_owner[target], i + 1u);
}
