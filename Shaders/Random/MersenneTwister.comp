// Tempered words of MT19937 from the state that a seed gives. A word depends on those 624, 623 and
// 227 places before it, so 227 lanes of one workgroup make as many at once.
shared uint ring[1024];

void main() {
  uint lane = gl_LocalInvocationIndex;
  if (gl_WorkGroupID.x > 0u) return;
  for (uint i = lane; i < 624u; i += 256u) ring[i] = p.state[i];
  LOOP(step_, 0u, p.steps) {
    barrier();
    uint i = step_ * 227u + lane;
    if (lane < 227u) {
      uint mixed = ring[i & 1023u] & 0x80000000u | ring[i + 1u & 1023u] & 0x7fffffffu;
      uint y = ring[i + 397u & 1023u] ^ mixed >> 1 ^ ((mixed & 1u) == 1u ? 0x9908b0dfu : 0u);
      ring[i + 624u & 1023u] = y;
      y ^= y >> 11;
      y ^= y << 7 & 0x9d2c5680u;
      y ^= y << 15 & 0xefc60000u;
      if (i < p.count) store_words(i, y ^ y >> 18);
    }
  }
}
