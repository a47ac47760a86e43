// What a device multiplies and adds: four chains of vectors, so that no operation waits for the last, and
// eight links of each a round, so that the loop itself costs little.
void main() {
  uint i = invocation();
  if (i >= p.count) return;
  vec4 a = vec4(float(i & 255u));
  vec4 b = a + 1.0, c = a + 2.0, d = a + 3.0;
  vec4 factor = vec4(p.factor), term = vec4(p.term);
  LOOP(k, 0, p.rounds) {
    for (uint link = 0u; link < 8u; ++link) {
      a = fma(a, factor, term);
      b = fma(b, factor, term);
      c = fma(c, factor, term);
      d = fma(d, factor, term);
    }
  }
  store4_y(i, a + b + c + d);
}
