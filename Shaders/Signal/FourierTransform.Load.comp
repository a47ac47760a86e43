// A term of a line, see `FourierTransform`.
void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint n = i % p.len;
  uint line = i / p.len;
#ifdef MIRRORS
  bool isMirrored = 2u * n > p.len;
#else
  bool isMirrored = false;
#endif
  uint term = isMirrored ? p.len - n : n;
  C real = C(0);
  C imaginary = C(0);
  if (term < p.terms) {
    uint run = line / p.inner;
    uint start = run / p.frames * p.batch_step + run % p.frames * p.frame_step
      + line % p.inner * p.parts;
    uint place = start + term * p.inner * p.parts;
#ifdef T_window
    C weight = C(load_window(n));
#else
    C weight = C(1);
#endif
    real = C(load_x(place)) * weight;
    if (p.parts == 2u) imaginary = C(load_x(place + 1u)) * weight;
    if (isMirrored) imaginary = -imaginary;
  }
  store_a(2u * i, real);
  store_a(2u * i + 1u, imaginary);
}
