#include "failure.h"

#include <stdarg.h>
#include <stdio.h>

struct failure failure;
jmp_buf failed;

void fail(const char *phase, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(failure.message, sizeof failure.message, format, arguments);
  va_end(arguments);
  failure.phase = phase;
  longjmp(failed, 1);
}

void refuse(const char *operator_name, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(failure.message, sizeof failure.message, format, arguments);
  va_end(arguments);
  failure.phase = NULL;
  snprintf(failure.operator_name, sizeof failure.operator_name, "%s",
           operator_name ? operator_name : "");
  longjmp(failed, 1);
}
