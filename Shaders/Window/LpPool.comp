#include "Families/Norm.glsl"
#define TERM(x) power(x)
#define FINISH(sum, count) root(sum)
#include "Families/SummedWindow.glsl"
