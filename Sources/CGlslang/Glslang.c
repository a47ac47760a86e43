#include "CGlslang.h"

#include <glslang/Include/glslang_c_interface.h>
#include <glslang/Public/resource_limits_c.h>
#include <pthread.h>
#include <stdbool.h>
#include <string.h>

static pthread_once_t started = PTHREAD_ONCE_INIT;

static void start(void) { glslang_initialize_process(); }

static char *joined(const char *a, const char *b) {
  a = a ? a : "";
  b = b ? b : "";
  size_t length = strlen(a), other = strlen(b);
  char *text = malloc(length + other + 1);
  if (text) {
    memcpy(text, a, length);
    memcpy(text + length, b, other + 1);
  }
  return text;
}

static void link_program(glslang_program_t *program, onnx_shader *result) {
  if (!glslang_program_link(program, GLSLANG_MSG_SPV_RULES_BIT | GLSLANG_MSG_VULKAN_RULES_BIT)) {
    result->log = joined(glslang_program_get_info_log(program), NULL);
    return;
  }
  glslang_spv_options_t options = {.disable_optimizer = true};
  glslang_program_SPIRV_generate_with_options(program, GLSLANG_STAGE_COMPUTE, &options);
  size_t count = glslang_program_SPIRV_get_size(program);
  uint32_t *words = malloc(count * sizeof(uint32_t));
  if (!words) return;
  glslang_program_SPIRV_get(program, words);
  result->words = words;
  result->word_count = count;
}

onnx_shader onnx_compile_shader(const char *source) {
  pthread_once(&started, start);
  onnx_shader result = {0};
  glslang_input_t input = {
      .language = GLSLANG_SOURCE_GLSL,
      .stage = GLSLANG_STAGE_COMPUTE,
      .client = GLSLANG_CLIENT_VULKAN,
      .client_version = GLSLANG_TARGET_VULKAN_1_2,
      .target_language = GLSLANG_TARGET_SPV,
      .target_language_version = GLSLANG_TARGET_SPV_1_5,
      .code = source,
      .default_version = 460,
      .default_profile = GLSLANG_NO_PROFILE,
      .messages = GLSLANG_MSG_SPV_RULES_BIT | GLSLANG_MSG_VULKAN_RULES_BIT,
      .resource = glslang_default_resource(),
  };
  glslang_shader_t *shader = glslang_shader_create(&input);
  if (!shader) return result;
  if (!glslang_shader_preprocess(shader, &input) || !glslang_shader_parse(shader, &input)) {
    result.log =
        joined(glslang_shader_get_info_log(shader), glslang_shader_get_info_debug_log(shader));
  } else {
    glslang_program_t *program = glslang_program_create();
    glslang_program_add_shader(program, shader);
    link_program(program, &result);
    glslang_program_delete(program);
  }
  glslang_shader_delete(shader);
  return result;
}

void onnx_free_shader(onnx_shader shader) {
  free(shader.words);
  free(shader.log);
}
