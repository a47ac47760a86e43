// Writes the updates that own their targets.
void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint target = load_targets(i);
  if (target < p.size && load_owner(target) == i + 1u) store_y(target, load_updates(i));
}
