#include "Mathematics/Exp.glsl"

// The probability of the first class of each pair, kept off 0 and 1.
void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint machine = i % p.machines;
  double decision = double(load_scores(i));
  double exponent = decision * double(p.slopes[machine]) + double(p.shifts[machine]);
  double share = 1.0lf / (1.0lf + m_exp(exponent));
  double least = 1e-7lf;
  double most = 1.0lf - least;
  share = share < least ? least : share;
  store_pairs(i, share > most ? most : share);
}
