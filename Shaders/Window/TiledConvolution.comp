// 4·TILE_VECTORS outputs along x of FEATURES features an invocation, over an image that PaddedImage.comp
// wrote: its rows begin with the padding and are whole vectors, so that no tap needs a test. The sum
// goes over channels, then the window's taps; a block is p.block_channels channels. W is packed by PackedWeights.comp, but for one feature.
#include "Families/IntegerSums.glsl"
#define TILE (4 * TILE_VECTORS)
#define SPAN ((TILE - 1) * STRIDE + (KERNEL - 1) * DILATION + 1)
#define SPAN_VECTORS ((SPAN + 3) / 4)
#define FEATURE_VECTORS ((FEATURES + 3) / 4)
// What tap kw of a row reads for the tile's output t.
#define AT(t, kw) x[((t) * STRIDE + (kw) * DILATION) / 4][((t) * STRIDE + (kw) * DILATION) % 4]

#if FEATURES == 1
#define SUM float
#define SUM_TOTAL TOTAL
#else
#define SUM vec4
#define SUM_TOTAL TOTAL4
#endif

SUM block[TILE][FEATURE_VECTORS];
#ifdef ONE_BLOCK
#define SUMS block
#else
SUM_TOTAL sums[TILE][FEATURE_VECTORS];
#define SUMS sums
#endif

void main() {
  uint i = invocation();
  if (i >= p.count) return;
  uint tile = i % p.tiles;
  uint rest = i / p.tiles;
  uint oy = rest % p.outputs[1];
  rest /= p.outputs[1];
  uint oz = rest % p.outputs[0];
  rest /= p.outputs[0];
  uint features_ = rest % p.blocks;
  rest /= p.blocks;
  uint group = rest % p.groups;
  uint batch = rest / p.groups;

#ifndef ONE_BLOCK
  [[unroll]] for (int t = 0; t < TILE; ++t) {
    [[unroll]] for (int v = 0; v < FEATURE_VECTORS; ++v) sums[t][v] = SUM_TOTAL(-0.0);
  }
#endif
  uint plane = p.extents[0] * p.extents[1];
  uint image = (batch * p.groups + group) * p.channels * plane;
  uint corner = oz * p.strides[0] * p.extents[1] + oy * p.strides[1];
#if FEATURES == 1
  uint weight = (group * p.blocks + features_) * p.channels * p.kernel[0] * p.kernel[1] * KERNEL;
#else
  uint weight = group * p.channels * p.kernel[0] * p.kernel[1] * KERNEL * p.feature_pitch
    + features_ * FEATURE_VECTORS;
#endif
  for (uint first = 0u; first < p.channels; first += p.block_channels) {
    [[unroll]] for (int t = 0; t < TILE; ++t) {
      [[unroll]] for (int v = 0; v < FEATURE_VECTORS; ++v) block[t][v] = SUM(0.0);
    }
    LOOP(c, first, min(first + p.block_channels, p.channels)) {
      LOOP(kd, 0u, p.kernel[0]) {
        LOOP(kh, 0u, p.kernel[1]) {
          uint row = image + c * plane + corner + kd * p.dilations[0] * p.extents[1]
            + kh * p.dilations[1];
          uint start = row * p.pitch + tile * uint(TILE_VECTORS * STRIDE);
          vec4 x[SPAN_VECTORS];
          [[unroll]] for (int s = 0; s < SPAN_VECTORS; ++s) x[s] = load4_x(start + uint(s));
          [[unroll]] for (int kw = 0; kw < KERNEL; ++kw) {
#if FEATURES == 1
            float w = load_w(weight);
            weight += 1u;
            [[unroll]] for (int t = 0; t < TILE; ++t) {
              block[t][0] = TERM(AT(t, kw), w, block[t][0]);
            }
#else
            [[unroll]] for (int v = 0; v < FEATURE_VECTORS; ++v) {
              vec4 w = load4_w(weight + uint(v));
              [[unroll]] for (int t = 0; t < TILE; ++t) {
                block[t][v] = TERM(AT(t, kw), w, block[t][v]);
              }
            }
            weight += p.feature_pitch;
#endif
          }
        }
      }
    }
#ifndef ONE_BLOCK
    [[unroll]] for (int t = 0; t < TILE; ++t) {
      [[unroll]] for (int v = 0; v < FEATURE_VECTORS; ++v) sums[t][v] += SUM_TOTAL(block[t][v]);
    }
#endif
  }

  uint pixels = p.outputs[0] * p.outputs[1] * p.width;
  uint pixel = (oz * p.outputs[1] + oy) * p.width + tile * TILE;
  [[unroll]] for (int f = 0; f < FEATURES; ++f) {
    uint local = features_ * FEATURES + uint(f);
    if (local < p.group_features) {
      uint feature = group * p.group_features + local;
      uint line = (batch * p.groups * p.group_features + feature) * pixels + pixel;
#ifdef HAS_BIAS
      TOTAL bias = load_bias(feature);
#else
      const TOTAL bias = TOTAL(0.0);
#endif
#if FEATURES == 1
#define RESULT(t) (TOTAL(SUMS[t][0]) + bias)
#else
#define RESULT(t) (TOTAL(SUMS[t][f / 4][f % 4]) + bias)
#endif
#ifdef STORES_VECTORS
      [[unroll]] for (int t = 0; t < TILE; t += 4) {
        if (tile * TILE + uint(t) < p.width) {
          store4_y(
            (line + uint(t)) / 4u, TOTAL4(RESULT(t), RESULT(t + 1), RESULT(t + 2), RESULT(t + 3)));
        }
      }
#else
      [[unroll]] for (int t = 0; t < TILE; ++t) {
        if (tile * TILE + uint(t) < p.width) store_y(line + uint(t), RESULT(t));
      }
#endif
    }
  }
}
