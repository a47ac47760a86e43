#ifndef WONNX_LIMITS
#define WONNX_LIMITS
// A counted loop. The dispatch's tripBound covers the sum over all loops of an invocation.
#define LOOP(i, lo, hi) for (uint i = (lo); i < (hi); ++i)
#endif
