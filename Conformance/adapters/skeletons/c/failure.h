// How a request ends early. The main loop answers for it.
#pragma once

#include <setjmp.h>

struct failure {
  // A phase of the protocol; NULL for `unsupported`.
  const char *phase;
  char operator_name[120];
  char message[400];
};

extern struct failure failure;
extern jmp_buf failed;

// The request fails in this phase, with a sentence.
_Noreturn void fail(const char *phase, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

// Valid, but not done here. `operator_name` is NULL where it is not about an operator.
_Noreturn void refuse(const char *operator_name, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
