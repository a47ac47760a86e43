#include "Families/Random.glsl"
#include "Mathematics/Cos.glsl"
#include "Mathematics/Log.glsl"
#include "Mathematics/Sin.glsl"
#if T_y_IS_DOUBLE
#define C double
#define UNIFORM(i) randomDouble(i)
#define TURN 6.283185307179586lf
#else
#define C float
#define UNIFORM(i) randomFloat(i)
#define TURN 6.283185307179586
#endif

void main() {
  uint i = invocation();
  if (i >= p.count) return;
#ifdef IS_NORMAL
  uint pair = i / 2u * 2u;
  C radius = sqrt(C(-2) * m_log(C(1) - UNIFORM(pair)));
  C angle = TURN * UNIFORM(pair + 1u);
  C wave = i % 2u == 0u ? m_cos(angle) : m_sin(angle);
  store_y(i, C(p.mean) + (radius * wave) * C(p.scale));
#else
  store_y(i, C(p.low) + UNIFORM(i) * (C(p.high) - C(p.low)));
#endif
}
