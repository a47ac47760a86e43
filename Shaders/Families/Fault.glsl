#ifndef WONNX_FAULT
#define WONNX_FAULT
// Says that the datum at a position is wrong. Of several the one at the least position stays, unless
// two that are found at the same moment change places.
void fault(uint position, int64_t value, uint detail) {
  if (atomicMin(b_fault[0], position) <= position) return;
  b_fault[1] = detail;
  b_fault[2] = uint(uint64_t(value));
  b_fault[3] = uint(uint64_t(value) >> 32);
}
#endif
