// One coordinate of one row: the n-grams that it stands for are counted one after the other.
int64_t item(uint k) { return int64_t(uint64_t(p.pool[2u * k]) | uint64_t(p.pool[2u * k + 1u]) << 32); }

void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint row = i / p.coordinates * p.len;
  uint coordinate = i % p.coordinates;
  float sum = 0.0;
  LOOP(gram, p.ends[coordinate], p.ends[coordinate + 1u]) {
    uint size = p.sizes[gram];
    uint found = 0u;
    LOOP(step_, 1u, (size == 1u ? 1u : p.steps) + 1u) {
      uint reach = (size - 1u) * step_;
      LOOP(first, 0u, p.len > reach ? p.len - reach : 0u) {
        bool isSame = true;
        LOOP(k, 0u, size) {
          isSame = isSame && int64_t(load_x(row + first + k * step_)) == item(p.starts[gram] + k);
        }
        if (isSame) found += 1u;
      }
    }
    float weight = uintBitsToFloat(p.weights[gram]);
#if defined(MODE_TF)
    sum += float(found);
#elif defined(MODE_IDF)
    sum += found > 0u ? weight : 0.0;
#else
    sum += weight * float(found);
#endif
  }
  store_y(i, sum);
}
