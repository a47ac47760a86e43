#ifdef T_positions
#include "Families/Fault.glsl"
#endif

// See `RotaryEmbedding`.
void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint d = i % p.size;
  if (d >= p.rotated) {
    store_y(i, load_x(i));
    return;
  }
  uint rest = i / p.size;
  uint slot = p.is_packed != 0u
    ? rest / p.heads : rest / p.len / p.heads * p.len + rest % p.len;
  uint half_ = p.rotated / 2u;
#ifdef IS_INTERLEAVED
  uint pair = d / 2u;
  bool isFirst = d % 2u == 0u;
  uint distance_ = 1u;
#else
  uint pair = d % half_;
  bool isFirst = d < half_;
  uint distance_ = half_;
#endif
#ifdef T_positions
  int64_t position = int64_t(load_positions(slot));
  bool isInside = position >= 0l && position < int64_t(p.rows);
  if (!isInside) fault(slot, position, 0u);
  uint row = (isInside ? uint(position) : 0u) * half_ + pair;
#else
  uint row = slot * half_ + pair;
#endif
  T_x a = load_x(isFirst ? i : i - distance_);
  T_x b = load_x(isFirst ? i + distance_ : i);
  T_x first = (isFirst ? load_cosines(row) : load_sines(row)) * a;
  T_x second = (isFirst ? load_sines(row) : load_cosines(row)) * b;
  first = NARROW(first);
  second = NARROW(second);
  store_y(i, isFirst ? first - second : first + second);
}
