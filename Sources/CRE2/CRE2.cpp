#include "CRE2.h"

#include <re2/re2.h>

#include <new>

struct cre2_expression {
  re2::RE2 expression;
};

static re2::RE2::Options options(bool longest) {
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_longest_match(longest);
  return options;
}

cre2_expression *cre2_compile(const char *pattern, size_t length, bool longest) {
  return new (std::nothrow)
      cre2_expression{re2::RE2(re2::StringPiece(pattern, length), options(longest))};
}

const char *cre2_error(const cre2_expression *expression) {
  return expression->expression.ok() ? nullptr : expression->expression.error().c_str();
}

bool cre2_matches(const cre2_expression *expression, const char *text, size_t length) {
  return re2::RE2::FullMatch(re2::StringPiece(text, length), expression->expression);
}

bool cre2_find(
    const cre2_expression *expression, const char *text, size_t length, size_t from, size_t *start,
    size_t *end) {
  re2::StringPiece found;
  const re2::StringPiece whole(text, length);
  if (!expression->expression.Match(whole, from, length, re2::RE2::UNANCHORED, &found, 1)) {
    return false;
  }
  *start = (size_t)(found.data() - text);
  *end = *start + found.size();
  return true;
}

void cre2_free(cre2_expression *expression) { delete expression; }
