#include "Microsoft/GroupQuery.glsl"
#include "Microsoft/GroupQuery.Heads.glsl"
#ifdef T_fault
#include "Families/Fault.glsl"

// Says what is wrong with a batch's length, its number of queries and its positions.
void check(uint batch, Extents e) {
  int given = load_lengths(batch);
  if (given < 0 || given >= int(p.total)) fault(batch, int64_t(given), 0u);
#ifdef T_counts
  int count = load_counts(batch);
  if (count < 0 || count > int(p.new_length)) fault(p.batch + batch, int64_t(count), 1u);
#endif
}

void checkPosition(uint batch, uint query, Extents e) {
#ifdef T_cosines
  int64_t position = positionOf(batch, query, e);
  if (position < 0l || position >= int64_t(p.angle_rows)) {
    fault(2u * p.batch + batch * p.new_length + query, position, 2u);
  }
#endif
}
#endif

#ifdef BITS
// The code of a new element: see `CacheCodes.code`.
int codeOf(uint batch, uint query, uint head, uint d, Extents e) {
  float scale = load_scales(p.scale_count > 1u ? head * p.head_size + d : 0u);
  float quotient = nearestEven(newElement(batch, query, head, d, e) / scale);
  if (quotient >= float(GREATEST)) return GREATEST;
  if (quotient <= float(LEAST)) return LEAST;
  return quotient != quotient ? 0 : int(quotient);
}
#endif

// The cache's rows in use, then the new ones, then zeros: [batch, key_heads, rows, cached_size].
void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint d = i % p.cached_size;
  uint j = i / p.cached_size % p.rows;
  uint slot = i / p.cached_size / p.rows;
  uint batch = slot / p.key_heads;
  uint head = slot % p.key_heads;
  Extents e = extentsOf(batch);
#ifdef T_fault
  check(batch, e);
#endif
  if (int(j) < e.resident) {
#ifdef T_past
    if (j < p.past_rows) {
      b_y[i] = b_past[(slot * p.past_rows + j) * p.cached_size + d];
      return;
    }
#endif
    store_y(i, T_y(0));
    return;
  }
  uint query = j - uint(e.resident);
  if (!isThere(e, query)) {
    store_y(i, T_y(0));
    return;
  }
#ifdef T_fault
  checkPosition(batch, query, e);
#endif
#ifndef BITS
  store_y(i, newElement(batch, query, head, d, e));
#elif BITS == 8
  store_y(i, codeOf(batch, query, head, d, e));
#else
  uint low = uint(codeOf(batch, query, head, 2u * d, e) + 8);
  uint high = uint(codeOf(batch, query, head, 2u * d + 1u, e) + 8);
  store_y(i, low | high << 4);
#endif
}
