// A step of a recurrent operator: an invocation an element of the state, `former` to `next`.
#include "Families/Logistic.glsl"
#include "Mathematics/Expm1.glsl"
#include "Mathematics/Log1p.glsl"
#include "Mathematics/Tanh.glsl"

#ifdef HAS_LENGTHS
#include "Families/Fault.glsl"
#endif

#define N T_x

N clipped(N x) {
#ifdef HAS_CLIP
  x = x > N(p.clip) ? N(p.clip) : x < -N(p.clip) ? -N(p.clip) : x;
#endif
  return x;
}

// In the order of RecurrentActivation.Kind.
N unclipped(uint function, N x) {
  N a = N(p.alphas[function]);
  N b = N(p.betas[function]);
  switch (p.kinds[function]) {
  case 0u: return x < N(0) ? N(0) : x;
  case 1u: return m_tanh(x);
  case 2u: return logistic(x);
  case 3u: return a * x + b;
  case 4u: return x < N(0) ? a * x : x;
  case 5u: return x < a ? N(0) : x;
  case 6u: return a * m_tanh(b * x);
  case 7u: {
    N y = a * x + b;
    return y < N(0) ? N(0) : y > N(1) ? N(1) : y;
  }
  case 8u: return x < N(0) ? a * m_expm1(x) : x;
  case 9u: return x / (N(1) + abs(x));
  default: return x > N(0) ? x + m_log1p(m_exp(-x)) : m_log1p(m_exp(x));
  }
}

N activated(uint function, N x) { return unclipped(function, clipped(x)); }

struct Place {
  uint i;
  uint unit;
  uint batch;
  uint direction;
  // The step of the sequence that is taken, and whether there is one.
  uint time;
  bool isInside;
};

Place place(uint i) {
  Place at;
  at.i = i;
  at.unit = i % p.hidden;
  at.batch = i / p.hidden % p.batch;
  at.direction = i / p.hidden / p.batch;
#ifdef HAS_LENGTHS
  int given = load_lengths(at.batch);
  if (given < 0 || given > int(p.steps)) fault(at.batch, int64_t(given), 0u);
  uint sequence = uint(clamp(given, 0, int(p.steps)));
#else
  uint sequence = p.steps;
#endif
  at.isInside = p.now < sequence;
  bool reverses = at.direction == 1u || p.reverses_first == 1u;
  at.time = at.isInside && reverses ? sequence - 1u - p.now : p.now;
  return at;
}

uint outputOffset(Place at) {
#ifdef BATCHES_FIRST
  return ((at.batch * p.steps + at.time) * p.directions + at.direction) * p.hidden + at.unit;
#else
  return ((at.time * p.directions + at.direction) * p.batch + at.batch) * p.hidden + at.unit;
#endif
}

// X's product with W for gate g of `gates`.
N inputOf(Place at, uint g, uint gates) {
#ifdef BATCHES_FIRST
  uint row = at.batch * p.steps + at.time;
#else
  uint row = at.time * p.batch + at.batch;
#endif
  return load_x(
    ((at.direction * p.steps * p.batch + row) * gates + g) * p.hidden + at.unit);
}

// The row of R for gate g.
uint weightsOf(Place at, uint g, uint gates) {
  return ((at.direction * gates + g) * p.hidden + at.unit) * p.hidden;
}

// W's bias (of two) or R's for gate g.
N biasOf(Place at, uint g, uint gates, uint second) {
#ifdef HAS_BIAS
  return N(load_bias(((at.direction * 2u + second) * gates + g) * p.hidden + at.unit));
#else
  return N(0);
#endif
}

uint stateRow(Place at) { return at.i - at.unit; }

// Declares `result`: the product of a row of the state with a row of R for each of `count` gates.
// `load` reads the state, and `at_` is where gate g's row begins.
#define RECURRENT_PRODUCTS(result, count, load, row, at_) \
  N result[count]; \
  [[unroll]] for (int g = 0; g < count; ++g) result[g] = p.hidden > 0u ? -N(0) : N(0); \
  for (uint start_ = 0u; start_ < p.hidden; start_ = WONNX_BLOCK_END(start_)) { \
    N block_[count]; \
    [[unroll]] for (int g = 0; g < count; ++g) block_[g] = N(0); \
    EACH_TERM(k, p.hidden) { \
      N h = load((row) + k); \
      [[unroll]] for (int g = 0; g < count; ++g) { \
        block_[g] = fused(h, N(load_r((at_) + k)), block_[g]); \
      } \
    } \
    [[unroll]] for (int g = 0; g < count; ++g) result[g] += block_[g]; \
  }
