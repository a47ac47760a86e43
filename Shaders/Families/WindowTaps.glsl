// A window over three spatial axes: p.inputs, p.outputs, p.kernel, p.strides, p.dilations, p.before.

// The first and the limit of the taps along one axis that read inside low..<limit, for a window whose
// first tap reads `first`.
uvec2 taps(int first, int dilation, uint kernel, int low, int limit) {
  uint lower = first >= low ? 0u : uint((low - first + dilation - 1) / dilation);
  uint upper = limit <= first ? 0u : min(kernel, uint((limit - first + dilation - 1) / dilation));
  return uvec2(lower, max(lower, upper));
}

// Takes the output's position off `flat`, the innermost axis first.
uvec3 position(inout uint flat_) {
  uvec3 o;
  o.z = flat_ % p.outputs[2];
  flat_ /= p.outputs[2];
  o.y = flat_ % p.outputs[1];
  flat_ /= p.outputs[1];
  o.x = flat_ % p.outputs[0];
  flat_ /= p.outputs[0];
  return o;
}

// Where the window of output `o` begins.
ivec3 corner(uvec3 o) {
  return ivec3(
    int(o.x) * p.strides[0] - p.before[0], int(o.y) * p.strides[1] - p.before[1],
    int(o.z) * p.strides[2] - p.before[2]);
}

uvec2 taps(int axis, int first) {
  return taps(first, p.dilations[axis], p.kernel[axis], 0, p.inputs[axis]);
}
