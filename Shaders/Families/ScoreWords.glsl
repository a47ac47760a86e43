// Numbers of the type C that parameters hold as words of 32 bits.
#if IS_WIDE
#define VALUE(list, k) packDouble2x32(uvec2(list[2u * (k)], list[2u * (k) + 1u]))
#else
#define VALUE(list, k) uintBitsToFloat(list[k])
#endif
