#ifndef MATHEMATICS_TWOOVERPI
#define MATHEMATICS_TWOOVERPI
#include "Mathematics/Core.glsl"

// WideFloat+TwoOverPi.swift indexes a table. Here are selections instead: an array with a varying
// index takes llvmpipe seconds to compile.

uint m_joined(uint word, uint next, uint shift) {
  return (word << shift) | ((next >> 1) >> (31u - shift));
}

FloatDigits m_twoOverPiDigits(float x, int exponent) {
  uint shift = uint(exponent) & 31u;
  bool isFar = (exponent & 64) != 0;
  bool isNext = (exponent & 32) != 0;
  uint a0 = isFar ? 0x4e441529u : 0x00000000u;
  uint a1 = isFar ? 0xfc2757d1u : 0xa2f9836eu;
  uint a2 = isFar ? 0xf534ddc0u : 0x4e441529u;
  uint a3 = isFar ? 0xdb629599u : 0xfc2757d1u;
  uint a4 = isFar ? 0x3c439041u : 0xf534ddc0u;
  uint b0 = isNext ? a1 : a0;
  uint b1 = isNext ? a2 : a1;
  uint b2 = isNext ? a3 : a2;
  uint b3 = isNext ? a4 : a3;
  return FloatDigits(m_joined(b0, b1, shift), m_joined(b1, b2, shift), m_joined(b2, b3, shift));
}

#if WONNX_HAS_FLOAT64
uint64_t m_joinedLong(uint word, uint next, uint last, uint shift) {
  return (uint64_t(m_joined(word, next, shift)) << 32) | uint64_t(m_joined(next, last, shift));
}

DoubleDigits m_twoOverPiDigits(double x, int exponent) {
  uint shift = uint(exponent) & 31u;
  bool is512 = (exponent & 512) != 0;
  bool is256 = (exponent & 256) != 0;
  bool is128 = (exponent & 128) != 0;
  bool is64 = (exponent & 64) != 0;
  bool is32 = (exponent & 32) != 0;
  uvec4 t0 = uvec4(0x00000000u, 0x00000000u, 0xa2f9836eu, 0x4e441529u);
  uvec4 t1 = uvec4(0xfc2757d1u, 0xf534ddc0u, 0xdb629599u, 0x3c439041u);
  uvec4 t2 = uvec4(0xfe5163abu, 0xdebbc561u, 0xb7246e3au, 0x424dd2e0u);
  uvec4 t3 = uvec4(0x06492eeau, 0x09d1921cu, 0xfe1deb1cu, 0xb129a73eu);
  uvec4 t4 = uvec4(0xe88235f5u, 0x2ebb4484u, 0xe99c7026u, 0xb45f7e41u);
  uvec4 t5 = uvec4(0x3991d639u, 0x835339f4u, 0x9c845f8bu, 0xbdf9283bu);
  uvec4 t6 = uvec4(0x1ff897ffu, 0xde05980fu, 0xef2f118bu, 0x5a0a6d1fu);
  uvec4 t7 = uvec4(0x6d367ecfu, 0x27cb09b7u, 0x4f463f66u, 0x9e5fea2du);
  uvec4 t8 = uvec4(0x7527bac7u, 0xebe5f17bu, 0x3d0739f7u, 0x8a5292eau);
  uvec4 t9 = uvec4(0x6bfb5fb1u, 0x1f8d5d08u, 0x00000000u, 0x00000000u);
  uvec4 a0 = is512 ? t4 : t0;
  uvec4 a1 = is512 ? t5 : t1;
  uvec4 a2 = is512 ? t6 : t2;
  uvec4 a3 = is512 ? t7 : t3;
  uvec4 a4 = is512 ? t8 : t4;
  uvec4 a5 = is512 ? t9 : t5;
  uvec4 b0 = is256 ? a2 : a0;
  uvec4 b1 = is256 ? a3 : a1;
  uvec4 b2 = is256 ? a4 : a2;
  uvec4 b3 = is256 ? a5 : a3;
  uvec4 c0 = is128 ? b1 : b0;
  uvec4 c1 = is128 ? b2 : b1;
  uvec4 c2 = is128 ? b3 : b2;
  uint d0 = is64 ? c0.z : c0.x;
  uint d1 = is64 ? c0.w : c0.y;
  uint d2 = is64 ? c1.x : c0.z;
  uint d3 = is64 ? c1.y : c0.w;
  uint d4 = is64 ? c1.z : c1.x;
  uint d5 = is64 ? c1.w : c1.y;
  uint d6 = is64 ? c2.x : c1.z;
  uint d7 = is64 ? c2.y : c1.w;
  uint e0 = is32 ? d1 : d0;
  uint e1 = is32 ? d2 : d1;
  uint e2 = is32 ? d3 : d2;
  uint e3 = is32 ? d4 : d3;
  uint e4 = is32 ? d5 : d4;
  uint e5 = is32 ? d6 : d5;
  uint e6 = is32 ? d7 : d6;
  return DoubleDigits(
    m_joinedLong(e0, e1, e2, shift), m_joinedLong(e2, e3, e4, shift),
    m_joinedLong(e4, e5, e6, shift));
}
#endif

#endif
