// The cache followed by the new rows, [batch, heads, total, size].
void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint d = i % p.size;
  uint j = i / p.size % p.total;
  uint slot = i / p.size / p.total;
#ifdef HAS_PAST
  if (j < p.past_length) {
    b_y[i] = b_past[(slot * p.past_length + j) * p.size + d];
    return;
  }
#endif
  uint row = j - p.past_length;
  uint source = p.is_packed != 0u
    ? ((slot / p.heads * p.new_length + row) * p.heads + slot % p.heads) * p.size + d
    : (slot * p.new_length + row) * p.size + d;
  b_y[i] = b_x[source];
}
