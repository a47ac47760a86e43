// C, the compute type of whichever inputs the piece has.
#ifdef T_x0
#define C T_x0
#else
#define C T_sum
#endif
