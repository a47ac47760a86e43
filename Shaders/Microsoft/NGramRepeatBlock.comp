#include "Families/Fault.glsl"

// One run of a text: where it begins as the text ends, the token after that gets no score.
void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint text = i / p.runs;
  uint start = text * p.len + i % p.runs;
  uint end = (text + 1u) * p.len - (p.size - 1u);
  LOOP(k, 0u, p.size - 1u) {
    if (load_ids(start + k) != load_ids(end + k)) return;
  }
  int64_t token = load_ids(start + p.size - 1u);
  if (token < 0l || token >= int64_t(p.words)) {
    fault(i, token, 0u);
    return;
  }
  store_y(text * p.words + uint(token), -INFINITY_F32);
}
