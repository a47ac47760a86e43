// Where group g goes: its place in the outputs, its first slice and how many slices it has.
void main() {
  uint g = invocation();
  if (g >= p.count) return;
  uint head = load_heads(g);
  uint next = g + 1u < p.count ? load_heads(g + 1u) : p.extent;
  uint first = load_order(head);
#ifdef IN_ORDER_OF_OCCURRENCE
  uint place = load_places(first);
#else
  uint place = g;
#endif
  store_targets(g, place);
  store_firsts(place, first);
#ifdef HAS_INDICES
  store_indices(place, int64_t(first));
#endif
#ifdef HAS_COUNTS
  store_counts(place, int64_t(next - head));
#endif
}
