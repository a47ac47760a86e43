#include "CRE2.h"

#include <re2/re2.h>

#include <new>

struct cre2_expression {
  re2::RE2 expression;
};

static re2::RE2::Options options() {
  re2::RE2::Options options;
  options.set_log_errors(false);
  return options;
}

cre2_expression *cre2_compile(const char *pattern, size_t length) {
  return new (std::nothrow) cre2_expression{re2::RE2(re2::StringPiece(pattern, length), options())};
}

const char *cre2_error(const cre2_expression *expression) {
  return expression->expression.ok() ? nullptr : expression->expression.error().c_str();
}

bool cre2_matches(const cre2_expression *expression, const char *text, size_t length) {
  return re2::RE2::FullMatch(re2::StringPiece(text, length), expression->expression);
}

void cre2_free(cre2_expression *expression) { delete expression; }
