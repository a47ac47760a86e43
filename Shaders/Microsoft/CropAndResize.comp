#include "Families/Fault.glsl"

// Where row or column i of a crop's is in the image.
T_x place(uint i, uint count, T_x first, T_x last, uint extent) {
  T_x span = T_x(int(extent) - 1);
  if (count == 1u) return (first + last) * T_x(0.5) * span;
  return first * span + T_x(i) * ((last - first) * span / T_x(count - 1u));
}

uint plane;

T_x pixel(uint row, uint column) { return load_x(plane + row * p.width + column); }

void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint column = i % p.columns;
  uint row = i / p.columns % p.rows;
  uint channel = i / p.columns / p.rows % p.channels;
  uint box = i / p.columns / p.rows / p.channels;
  int image = load_images(box);
  if (image < 0 || image >= int(p.images)) {
    fault(box, int64_t(image), 0u);
    return;
  }
  T_x v = place(row, p.rows, load_boxes(4u * box), load_boxes(4u * box + 2u), p.height);
  T_x u = place(column, p.columns, load_boxes(4u * box + 1u), load_boxes(4u * box + 3u), p.width);
  bool isInside = v >= T_x(0) && v <= T_x(int(p.height) - 1)
    && u >= T_x(0) && u <= T_x(int(p.width) - 1);
  if (!isInside) {
    store_y(i, T_y(p.outside));
    return;
  }
  T_x below = v - floor(v);
  T_x right = u - floor(u);
  uint top = uint(floor(v));
  uint left = uint(floor(u));
  plane = (uint(image) * p.channels + channel) * p.height * p.width;
#ifdef TAKES_NEAREST
  store_y(i, pixel(below >= T_x(0.5) ? top + 1u : top, right >= T_x(0.5) ? left + 1u : left));
#else
  uint down = below > T_x(0) ? top + 1u : top;
  uint across = right > T_x(0) ? left + 1u : left;
  T_x upper = pixel(top, left) + (pixel(top, across) - pixel(top, left)) * right;
  T_x lower = pixel(down, left) + (pixel(down, across) - pixel(down, left)) * right;
  store_y(i, upper + (lower - upper) * below);
#endif
}
