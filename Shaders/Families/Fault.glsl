#ifndef WONNX_FAULT
#define WONNX_FAULT
// Says in four words that the datum at a position is wrong. Of several the one at the least position
// stays, unless two that are found at the same moment change places.
#define FAULT(words, position, value, detail) \
  if (atomicMin(words[0], position) > (position)) { \
    words[1] = detail; \
    words[2] = uint(uint64_t(value)); \
    words[3] = uint(uint64_t(value) >> 32); \
  }

void fault(uint position, int64_t value, uint detail) { FAULT(b_fault, position, value, detail) }
#endif
