// See `FourierTransform`.
void main() {
  uint item = invocation();
  if (item >= p.count) return;
  uint i = item % p.inner;
  uint k = item / p.inner % p.outputs;
  uint o = item / p.inner / p.outputs;
  uint start = o / p.frames * p.batch_step + o % p.frames * p.frame_step + i * p.parts;
  C real = C(0);
  C imaginary = C(0);
  uint angle = 0u;
  LOOP(n, 0u, p.limit) {
#ifdef MIRRORS
    bool isMirrored = 2u * n > p.len;
#else
    bool isMirrored = false;
#endif
    uint term = isMirrored ? p.len - n : n;
    if (term < p.terms) {
      uint place = start + term * p.inner * p.parts;
#ifdef T_window
      C weight = C(load_window(n));
#else
      C weight = C(1);
#endif
      C a = C(load_x(place)) * weight;
      C b = p.parts == 1u ? C(0) : C(load_x(place + 1u)) * weight * (isMirrored ? C(-1) : C(1));
      C cosine = C(uintBitsToFloat(p.cosines[angle]));
      C sine = C(uintBitsToFloat(p.sines[angle]));
#ifdef IS_WIDE
      cosine += C(uintBitsToFloat(p.cosine_rests[angle]));
      sine += C(uintBitsToFloat(p.sine_rests[angle]));
#endif
#ifndef IS_INVERSE
      sine = -sine;
#endif
      real += a * cosine - b * sine;
      imaginary += a * sine + b * cosine;
    }
    angle += k;
    if (angle >= p.len) angle -= p.len;
  }
#ifdef IS_INVERSE
  real /= C(p.len);
  imaginary /= C(p.len);
#endif
#ifdef MIRRORS
  store_y(item, T_y(real));
#else
  store_y(2u * item, T_y(real));
  store_y(2u * item + 1u, T_y(imaginary));
#endif
}
