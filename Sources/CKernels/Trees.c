#include "TreeKernels.h"

#include "Level.h"

/// Rows that walk a tree together: each waits for its node's memory while the others do.
enum { walkers = 8 };

WONNX_INLINE bool holds(uint8_t mode, double x, double split) {
  switch (mode) {
  case WONNX_LESS_OR_EQUAL: return x <= split;
  case WONNX_LESS: return x < split;
  case WONNX_GREATER_OR_EQUAL: return x >= split;
  case WONNX_GREATER: return x > split;
  case WONNX_EQUAL: return x == split;
  default: return x != split;
  }
}

#define REAL float
#define NAME(base) wonnx_s##base
#include "TreeTemplate.h"

#define REAL double
#define NAME(base) wonnx_d##base
#include "TreeTemplate.h"
