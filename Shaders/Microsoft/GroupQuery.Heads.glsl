// New elements, rotated by their position's angles where there are tables of them. They lie from p.start
// on in rows of p.pitch.
#ifdef T_cosines
int64_t positionOf(uint batch, uint query, Extents e) {
#ifndef T_positions
  return int64_t(e.past) + int64_t(query);
#elif defined(IS_FIRST)
  int64_t first = load_positions(0u);
  int64_t most = 0x7fffffffffffffffl;
  return first > most - int64_t(query) ? most : first + int64_t(query);
#else
  return load_positions(batch * p.new_length + query);
#endif
}
#endif

float newElement(uint batch, uint query, uint head, uint d, Extents e) {
  uint i = (batch * p.new_length + query) * p.pitch + p.start + head * p.head_size + d;
#ifdef T_cosines
  if (d < 2u * p.half_size) {
    int64_t position = clamp(positionOf(batch, query, e), 0l, int64_t(p.angle_rows) - 1l);
#ifdef IS_INTERLEAVED
    uint pair = d / 2u;
    bool isFirst = d % 2u == 0u;
    uint distance_ = 1u;
#else
    uint pair = d % p.half_size;
    bool isFirst = d < p.half_size;
    uint distance_ = p.half_size;
#endif
    uint angle = uint(position) * p.half_size + pair;
    float a = load_x(isFirst ? i : i - distance_);
    float b = load_x(isFirst ? i + distance_ : i);
    float first = (isFirst ? load_cosines(angle) : load_sines(angle)) * a;
    float second = (isFirst ? load_sines(angle) : load_cosines(angle)) * b;
    return isFirst ? first - second : first + second;
  }
#endif
  return load_x(i);
}
