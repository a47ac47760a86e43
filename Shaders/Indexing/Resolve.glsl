#ifndef WONNX_RESOLVE
#define WONNX_RESOLVE
// The position that an index names, counted from the back when negative and kept inside the axis.
// Each width has its own: in llvmpipe an int that is widened first is not seen to be negative.
uint resolve(int64_t index, uint extent) {
  int64_t position = index < 0 ? index + int64_t(extent) : index;
  return uint(clamp(position, int64_t(0), int64_t(extent) - 1));
}
uint resolve(int index, uint extent) {
  int position = index < 0 ? index + int(extent) : index;
  return uint(clamp(position, 0, int(extent) - 1));
}

// Whether the index names a position of the axis.
bool isInside(int64_t index, uint extent) {
  return index >= -int64_t(extent) && index < int64_t(extent);
}
bool isInside(int index, uint extent) {
  return index >= -int(extent) && index < int(extent);
}
#endif
