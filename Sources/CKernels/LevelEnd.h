#undef VECTORS_A_PANEL
#undef LANES
#undef PAIR
#undef UNROLL
#undef DEPTHS
#undef TILE
#undef TARGET
#undef FUSED
