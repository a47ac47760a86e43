// The loops of Real at every level, and the tables by which a call finds its own. Included after
// Product.h, Strip.h and Window.h, with PORTABLE_FUSED, PORTABLE_UNROLL, VECTOR_FUSED, LOW_OF_16_BYTES
// and its like.

#define LANES ((int)(16 / sizeof(Real)))
#define PAIR 1
#define UNROLL PORTABLE_UNROLL
#define DEPTHS 1
#define PIXELS 6
#define FILTERS 4
#define LOW LOW_OF_16_BYTES
#define HIGH HIGH_OF_16_BYTES
#define TILE(base) base##Portable
#define TARGET
#define FUSED PORTABLE_FUSED
#include "TileTemplate.h"
#include "RowTemplate.h"
#include "FilterTileTemplate.h"
#include "PixelTileTemplate.h"
#include "LevelEnd.h"

#if WONNX_X86

#define LANES ((int)(32 / sizeof(Real)))
#define PAIR 1
#define UNROLL WONNX_UNROLL
#define DEPTHS 4
#define PIXELS 6
#define FILTERS 4
#define LOW LOW_OF_32_BYTES
#define HIGH HIGH_OF_32_BYTES
#define TILE(base) base##AVX2
#define TARGET WONNX_AVX2
#define FUSED VECTOR_FUSED
#include "TileTemplate.h"
#include "RowTemplate.h"
#include "FilterTileTemplate.h"
#include "PixelTileTemplate.h"
#include "LevelEnd.h"

#define LANES ((int)(64 / sizeof(Real)))
#define PAIR 2
#define UNROLL WONNX_UNROLL
#define DEPTHS 4
#define PIXELS 14
#define FILTERS 8
#define LOW LOW_OF_64_BYTES
#define HIGH HIGH_OF_64_BYTES
#define TILE(base) base##AVX512
#define TARGET WONNX_AVX512
#define FUSED VECTOR_FUSED
#include "TileTemplate.h"
#include "RowTemplate.h"
#include "FilterTileTemplate.h"
#include "PixelTileTemplate.h"
#include "LevelEnd.h"

static void (*const blockAtLevel[])(const Block *) = {blockPortable, blockAVX2, blockAVX512};
static void (*const rowAtLevel[])(const Row *) = {rowPortable, rowAVX2, rowAVX512};
static void (*const filterStripAtLevel[])(const Strip *) = {
    filterStripPortable, filterStripAVX2, filterStripAVX512};
static void (*const pixelStripAtLevel[])(const Strip *) = {
    pixelStripPortable, pixelStripAVX2, pixelStripAVX512};

#else

static void (*const blockAtLevel[])(const Block *) = {blockPortable};
static void (*const rowAtLevel[])(const Row *) = {rowPortable};
static void (*const filterStripAtLevel[])(const Strip *) = {filterStripPortable};
static void (*const pixelStripAtLevel[])(const Strip *) = {pixelStripPortable};

#endif
