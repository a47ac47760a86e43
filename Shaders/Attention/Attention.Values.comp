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
  BEGIN_PRODUCT(C, y, 0u, p.keys)
  EACH_BLOCK(C, block, 0u, p.keys)
    EACH_TERM(j, p.keys) {
      block = fused(C(load_scores(start + j)), C(load_v((rows + j) * p.value_size + e)), block);
    }
  END_BLOCK(y, block)
  store_y(batch * p.y_batch + head * p.y_head + query * p.y_position + e, y);
}
