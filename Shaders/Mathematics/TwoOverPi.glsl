// Written by Conformance/mathematics/shaders.py from WideFloat+TwoOverPi.swift.
#ifndef MATHEMATICS_TWOOVERPI
#define MATHEMATICS_TWOOVERPI
#include "Mathematics/Core.glsl"

const uint m_twoOverPiWords[38] = uint[38](
  0x00000000u, 0x00000000u, 0xa2f9836eu, 0x4e441529u, 0xfc2757d1u, 0xf534ddc0u,
  0xdb629599u, 0x3c439041u, 0xfe5163abu, 0xdebbc561u, 0xb7246e3au, 0x424dd2e0u,
  0x06492eeau, 0x09d1921cu, 0xfe1deb1cu, 0xb129a73eu, 0xe88235f5u, 0x2ebb4484u,
  0xe99c7026u, 0xb45f7e41u, 0x3991d639u, 0x835339f4u, 0x9c845f8bu, 0xbdf9283bu,
  0x1ff897ffu, 0xde05980fu, 0xef2f118bu, 0x5a0a6d1fu, 0x6d367ecfu, 0x27cb09b7u,
  0x4f463f66u, 0x9e5fea2du, 0x7527bac7u, 0xebe5f17bu, 0x3d0739f7u, 0x8a5292eau,
  0x6bfb5fb1u, 0x1f8d5d08u);

uint m_twoOverPiBits(int place);

// 32 digits from `place`.
uint m_twoOverPiBits(int place) {
  int word = place >> 5;
  uint shift = uint(place & 31);
  uint next = m_twoOverPiWords[int(word + 1)];
  return (m_twoOverPiWords[int(word)] << shift) | ((next >> 1) >> (31 - shift));
}

#if WONNX_HAS_FLOAT64
uint64_t m_twoOverPiLongBits(int place);

// 64 digits from `place`.
uint64_t m_twoOverPiLongBits(int place) {
  uint64_t high = uint64_t(m_twoOverPiBits(place));
  uint64_t low = uint64_t(m_twoOverPiBits(place + 32));
  return (high << 32) | low;
}
#endif

#endif
