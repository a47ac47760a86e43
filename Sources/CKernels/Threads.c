#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "Level.h"

/// The work at hand. Its fields are written while the gate is shut, and read by those inside it.
static struct {
  void (*body)(void *context, ptrdiff_t piece);
  void *context;
  ptrdiff_t count;
  bool flushesSubnormals;
  atomic_ptrdiff_t next;
} work;

/// How many helpers are inside (12 bits), how many more may enter (12 bits), and the work's number.
static atomic_ullong gate;
static const unsigned long long place = 1ull << 12, nextNumber = 1ull << 24;
static const unsigned long long inside = (1ull << 12) - 1, places = ((1ull << 12) - 1) << 12;

/// Whether a call has the helpers.
static atomic_flag isTaken = ATOMIC_FLAG_INIT;
/// Started by the call that has them.
static ptrdiff_t helperCount;

static pthread_mutex_t bed = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t bell = PTHREAD_COND_INITIALIZER;
static atomic_int sleeperCount;

/// Turns of a waiting loop before a thread gives up its core: some hundred microseconds.
enum { patience = 4096 };

bool wonnx_flush_subnormals(bool flushes) {
#if WONNX_X86
  // MXCSR's flush-to-zero, of results, and denormals-are-zero, of operands.
  const unsigned mode = 1u << 15 | 1u << 6;
  const unsigned former = __builtin_ia32_stmxcsr();
  __builtin_ia32_ldmxcsr(flushes ? former | mode : former & ~mode);
  return (former & mode) == mode;
#else
  return flushes && false;
#endif
}

static void pauseBriefly(void) {
#if WONNX_X86
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

static void takePieces(void) {
  ptrdiff_t piece;
  while ((piece = atomic_fetch_add_explicit(&work.next, 1, memory_order_relaxed)) < work.count) {
    work.body(work.context, piece);
  }
}

static bool isNews(unsigned long long state, unsigned long long former) {
  return (state & places) && state / nextNumber != former;
}

/// Waits for work that is not number `former`; gives the gate's state then.
static unsigned long long awaitWork(unsigned long long former) {
  for (int turn = 0; turn < patience; ++turn) {
    unsigned long long state = atomic_load_explicit(&gate, memory_order_acquire);
    if (isNews(state, former)) { return state; }
    pauseBriefly();
  }
  pthread_mutex_lock(&bed);
  // Counted before the gate is read again: a caller opens the gate before it reads the count.
  atomic_fetch_add(&sleeperCount, 1);
  unsigned long long state;
  while (!isNews(state = atomic_load(&gate), former)) { pthread_cond_wait(&bell, &bed); }
  atomic_fetch_sub(&sleeperCount, 1);
  pthread_mutex_unlock(&bed);
  return state;
}

static void *help(void *unused) {
  unsigned long long former = 0;
  for (;;) {
    unsigned long long state = awaitWork(former);
    while (isNews(state, former)) {
      if (atomic_compare_exchange_weak(&gate, &state, state - place + 1)) {
        former = state / nextNumber;
        wonnx_flush_subnormals(work.flushesSubnormals);
        takePieces();
        atomic_fetch_sub_explicit(&gate, 1, memory_order_release);
        break;
      }
    }
  }
  return unused;
}

static void startHelpers(ptrdiff_t count) {
  if (helperCount >= count) { return; }
  pthread_attr_t attributes;
  if (pthread_attr_init(&attributes) != 0) { return; }
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  // Signals are the program's own threads' to handle.
  sigset_t all, former;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &former);
  pthread_t thread;
  while (helperCount < count && pthread_create(&thread, &attributes, help, NULL) == 0) {
    ++helperCount;
  }
  pthread_sigmask(SIG_SETMASK, &former, NULL);
  pthread_attr_destroy(&attributes);
}

void wonnx_parallel(
    ptrdiff_t count, ptrdiff_t threads, void *context,
    void (*body)(void *context, ptrdiff_t piece)) {
  if (count < 2 || threads < 2 || atomic_flag_test_and_set(&isTaken)) {
    for (ptrdiff_t piece = 0; piece < count; ++piece) { body(context, piece); }
    return;
  }
  const ptrdiff_t wanted = threads - 1 < (ptrdiff_t)inside ? threads - 1 : (ptrdiff_t)inside;
  startHelpers(wanted);
  work.body = body;
  work.context = context;
  work.count = count;
  work.flushesSubnormals = wonnx_flush_subnormals(false);
  wonnx_flush_subnormals(work.flushesSubnormals);
  atomic_store_explicit(&work.next, 0, memory_order_relaxed);
  atomic_fetch_add(&gate, nextNumber + (unsigned long long)wanted * place);
  if (atomic_load(&sleeperCount) > 0) {
    pthread_mutex_lock(&bed);
    pthread_cond_broadcast(&bell);
    pthread_mutex_unlock(&bed);
  }
  takePieces();
  unsigned long long state = atomic_fetch_and(&gate, ~places);
  for (int turn = 0; state & inside; ++turn) {
    if (turn < patience) {
      pauseBriefly();
    } else {
      sched_yield();
    }
    state = atomic_load_explicit(&gate, memory_order_acquire);
  }
  atomic_flag_clear(&isTaken);
}
