// The slow path of Swift's Mutex, where ThreadSanitizer sees it.
//
// The standard library is not instrumented. The quick path of Mutex is compiled into its callers, so
// ThreadSanitizer sees it; a contended lock is taken inside the library, and what the two threads do
// under it would be reported as a race. A program that links these definitions uses them in place of
// the library's: the same futex operations, and the word that is locked made known as acquired and
// released. Should the names change with a new toolchain, the check reports races of Mutex itself.
#include "CMutexWitness.h"

#include <linux/futex.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

void __tsan_acquire(void *) __attribute__((weak));
void __tsan_release(void *) __attribute__((weak));

// `self` of a borrowing method comes as the context.
#define SELF __attribute__((swift_context)) void *word

#define SWIFT __attribute__((swiftcall))

SWIFT void mutex_lock_slow(uint32_t thread, SELF) __asm__(
    "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF");
SWIFT void mutex_unlock_slow(SELF) __asm__(
    "$s15Synchronization12_MutexHandleV11_unlockSlowyyF");

SWIFT void mutex_lock_slow(uint32_t thread, SELF) {
  (void)thread;
  while (syscall(SYS_futex, word, FUTEX_LOCK_PI_PRIVATE, 0, 0) != 0) {
  }
  if (__tsan_acquire) __tsan_acquire(word);
}

SWIFT void mutex_unlock_slow(SELF) {
  if (__tsan_release) __tsan_release(word);
  while (syscall(SYS_futex, word, FUTEX_UNLOCK_PI_PRIVATE, 0, 0) != 0) {
  }
}

void mutex_witness(void) {}
