#define TERM(x) (x)
#define FINISH(sum, count) ((sum) / T_x(count))
#include "Families/SummedWindow.glsl"
