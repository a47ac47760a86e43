#ifndef WONNX_INDEXING
#define WONNX_INDEXING
// Declares `offset`: where element `flat` of a row-major tensor of extents `dims` lies under
// `strides`. Takes `rank` iterations.
#define STRIDED_OFFSET(offset, flat, rank, dims, strides) \
  uint offset = 0u; \
  { \
    uint rest_ = (flat); \
    LOOP(step_, 0u, (rank)) { \
      uint axis_ = (rank) - 1u - step_; \
      uint extent_ = dims[axis_]; \
      offset += (rest_ % extent_) * strides[axis_]; \
      rest_ /= extent_; \
    } \
  }
#endif
