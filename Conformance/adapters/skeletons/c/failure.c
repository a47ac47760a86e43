#include "failure.h"

#include <stdarg.h>
#include <stdio.h>

struct failure failure;
jmp_buf failed;

static void say(const char *format, va_list arguments) {
  vsnprintf(failure.message, sizeof failure.message, format, arguments);
}

void fail(const char *phase, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  say(format, arguments);
  va_end(arguments);
  failure.phase = phase;
  longjmp(failed, 1);
}

void refuse(const char *operator_name, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  say(format, arguments);
  va_end(arguments);
  const char *name = operator_name ? operator_name : "";
  snprintf(failure.operator_name, sizeof failure.operator_name, "%s", name);
  failure.phase = NULL;
  longjmp(failed, 1);
}
