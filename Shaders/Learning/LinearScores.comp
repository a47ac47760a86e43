// scores[n, m] = Σ x[n, c] · w[m, c] for the features p.first ..< p.last.
void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint row = i / p.models;
  uint model = i % p.models;
  uint x = row * p.features;
  uint w = model * p.features;
  uint place = row * p.pitch + model;
  BEGIN_PRODUCT(C, sum, p.first, p.last)
#if ACCUMULATES
  sum = load_scores(place);
#endif
  EACH_BLOCK(C, block, p.first, p.last)
    EACH_TERM(k, p.last) block = fused(C(load_x(x + k)), C(p.weights[w + k]), block);
  END_BLOCK(sum, block)
  store_scores(place, sum);
}
