// What a machine decides of a row: the terms of its first class's vectors, then of its second's, each
// with its weights, and the offset.
void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint machine = i % p.machines;
  uint kernels = i / p.machines * p.vectors;
  uint first = p.spans[6u * machine];
  uint length_ = p.spans[6u * machine + 1u];
  uint weights = p.spans[6u * machine + 2u];
  uint second = p.spans[6u * machine + 3u];
  uint total = length_ + p.spans[6u * machine + 4u];
  uint others = p.spans[6u * machine + 5u];
  BEGIN_PRODUCT(C, sum, 0u, total)
  EACH_BLOCK(C, block, 0u, total)
    EACH_TERM(k, total) {
      bool isFirst = k < length_;
      uint own = isFirst ? k : k - length_;
      C weight = C(p.weights[(isFirst ? weights : others) + own]);
      block = fused(weight, load_kernels(kernels + (isFirst ? first : second) + own), block);
    }
  END_BLOCK(sum, block)
  store_scores(i / p.machines * p.pitch + machine, sum + C(p.offsets[machine]));
}
