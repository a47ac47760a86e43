#include <pthread.h>
#include <stdlib.h>

#include "Level.h"

typedef struct {
  size_t bytes;
  void *memory;
} Workspace;

static pthread_key_t key;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static bool hasKey;

static void discard(void *value) {
  Workspace *workspace = value;
  free(workspace->memory);
  free(workspace);
}

static void makeKey(void) { hasKey = pthread_key_create(&key, discard) == 0; }

static Workspace *find(void) {
  pthread_once(&once, makeKey);
  if (!hasKey) { return NULL; }
  Workspace *own = pthread_getspecific(key);
  if (own) { return own; }
  own = calloc(1, sizeof *own);
  if (own && pthread_setspecific(key, own) != 0) {
    free(own);
    return NULL;
  }
  return own;
}

void *wonnx_thread_workspace(size_t bytes) {
  Workspace *own = find();
  if (!own || own->bytes >= bytes) { return own ? own->memory : NULL; }
  free(own->memory);
  own->memory = malloc(bytes);
  own->bytes = own->memory ? bytes : 0;
  return own->memory;
}
