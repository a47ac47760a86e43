#ifndef WONNX_FLAT_WINDOW_H
#define WONNX_FLAT_WINDOW_H

#include "CKernels.h"

/// The same window with longer rows: an axis along which every pixel reads the input of its own place,
/// and no other, becomes one with the axis before it.
///
/// Element for element, input and output lie in memory as they did.
wonnx_window wonnx_window_flattened(wonnx_window window);

#endif
