#pragma once
#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A compiled expression of RE2's syntax over UTF-8.
typedef struct cre2_expression cre2_expression;

/// Compiles a pattern. Never NULL, but where there is no memory: see `cre2_error`.
///
/// - longest: whether the longest of the matches that start first is found, and not the first alternative.
cre2_expression *cre2_compile(const char *pattern, size_t length, bool longest);

/// Why the pattern is none, or NULL; alive as long as the expression.
const char *cre2_error(const cre2_expression *expression);

/// Whether the whole text matches, in time that grows with its length alone. Thread-safe.
bool cre2_matches(const cre2_expression *expression, const char *text, size_t length);

/// Where the first match from a byte on lies; false where there is none. Thread-safe.
bool cre2_find(
    const cre2_expression *expression, const char *text, size_t length, size_t from, size_t *start,
    size_t *end);

void cre2_free(cre2_expression *expression);

#ifdef __cplusplus
}
#endif
