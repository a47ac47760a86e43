void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint e = i % p.value_size;
  uint query = i / p.value_size % p.queries;
  uint pair = i / p.value_size / p.queries;
  uint batch = pair / p.heads;
  uint head = pair % p.heads;
  uint rows = (batch * p.key_heads + head / p.group) * p.keys;
  uint start = (pair * p.queries + query) * p.keys;
  C y = C(0);
  LOOP(j, 0u, p.keys) {
    y += C(load_scores(start + j)) * C(load_v((rows + j) * p.value_size + e));
  }
  store_y(batch * p.y_batch + head * p.y_head + query * p.y_position + e, y);
}
