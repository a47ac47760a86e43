// Steps towards the probabilities of classes that fit those of pairs best: see PairwiseCoupling.
uint first;
uint pair(uint a, uint b) { return first + a * (2u * p.classes - a - 1u) / 2u + b - a - 1u; }

// The element of the symmetric matrix Q off its diagonal.
double slope(uint a, uint b) {
  double share = load_pairs(pair(min(a, b), max(a, b)));
  return -((1.0lf - share) * share);
}

void main() {
  uint row = invocation();
  if (row >= p.count) return;
  first = row * p.pairs_;
  uint base = row * p.classes;
#if STARTS
  LOOP(t, 0u, p.classes) {
    double sum = 0.0lf;
    LOOP(j, 0u, p.classes) {
      if (j == t) continue;
      double share = load_pairs(pair(min(j, t), max(j, t)));
      double other = j < t ? share : 1.0lf - share;
      sum += other * other;
    }
    store_diagonal(base + t, sum);
    store_shares(base + t, 1.0lf / double(p.classes));
  }
#endif
  LOOP(step_, 0u, p.steps) {
    double mean = 0.0lf;
    LOOP(t, 0u, p.classes) {
      double sum = 0.0lf;
      LOOP(j, 0u, p.classes) {
        double q = j == t ? load_diagonal(base + t) : slope(t, j);
        sum += q * load_shares(base + j);
      }
      store_slopes(base + t, sum);
      mean += load_shares(base + t) * sum;
    }
    double worst = 0.0lf;
    LOOP(t, 0u, p.classes) {
      double error = abs(load_slopes(base + t) - mean);
      worst = error > worst ? error : worst;
    }
    if (worst < 0.005lf / double(p.classes)) break;
    LOOP(t, 0u, p.classes) {
      double diagonal = load_diagonal(base + t);
      double own = load_slopes(base + t);
      double change = (mean - own) / diagonal;
      double scale = 1.0lf + change;
      store_shares(base + t, load_shares(base + t) + change);
      mean = (mean + change * (change * diagonal + 2.0lf * own)) / scale / scale;
      LOOP(j, 0u, p.classes) {
        double q = j == t ? diagonal : slope(t, j);
        store_slopes(base + j, (load_slopes(base + j) + change * q) / scale);
        store_shares(base + j, load_shares(base + j) / scale);
      }
    }
  }
#if ENDS
  LOOP(t, 0u, p.classes) store_scores(base + t, T_scores(load_shares(base + t)));
#endif
}
