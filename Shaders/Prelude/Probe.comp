// What a device does with floats: `y` says whether fma rounds once, and whether subnormal numbers survive
// as operand, as result and as both.
void main() {
  if (invocation() > 0u) return;
  // -(1 + 2^-11) + (1 + 2^-12)^2 is 2^-24; rounded in between, the square is 1 + 2^-11.
  store_y(0u, fma(p.near, p.near, p.addend) == p.once ? 1u : 0u);
  float subnormal = uintBitsToFloat(p.subnormal);
  store_y(1u, subnormal * p.large > 0.0 ? 1u : 0u);
  store_y(2u, floatBitsToUint(p.least * p.half_) == 0u ? 0u : 1u);
  store_y(3u, floatBitsToUint(subnormal * p.one) == p.subnormal ? 1u : 0u);
}
