#pragma once
#include <vulkan/vulkan.h>

// Swift does not import function-like macros.
static const uint32_t onnx_vulkan_api_version = VK_API_VERSION_1_2;
