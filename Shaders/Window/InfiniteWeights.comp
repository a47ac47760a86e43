// flag[0] becomes 1 where some weight is infinite or NaN; p.each weights an invocation.
void main() {
  uint first = invocation() * p.each;
  LOOP(i, min(first, p.count), min(first + p.each, p.count)) {
    float w = float(load_w(i));
    if (isinf(w) || isnan(w)) store_flag(0u, 1u);
  }
}
