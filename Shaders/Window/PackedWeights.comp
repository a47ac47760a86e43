// W [features, terms] of each group becomes [terms, features], features padded to p.pitch vectors.
void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint feature = i % p.pitch * 4u;
  uint rest = i / p.pitch;
  uint term = rest % p.terms;
  uint group = rest / p.terms;
  vec4 result = vec4(0.0);
  [[unroll]] for (int q = 0; q < 4; ++q) {
    if (feature + uint(q) < p.features) {
      result[q] = load_w((group * p.features + feature + uint(q)) * p.terms + term);
    }
  }
  store4_y(i, result);
}
