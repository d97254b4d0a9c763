/*
 * A guest driven by the clock: while its main loop computes, its handler counts the ticks. Both call themselves more
 * deeply than there are register windows, so windows overflow and underflow in the loop and in the handler.
 *
 * Results: ticks, sums computed, wrong sums (0).
 */
#include "runtime/runtime.h"

static unsigned __attribute__((noinline)) sum_to(unsigned n) { return n == 0 ? 0 : n + sum_to(n - 1); }

int main(void) {
  start_clock();
  while (ticks < 6) {
    if (sum_to(24) != 300) results[2]++;
    /* Every window goes to the stack, and comes back. */
    __asm__ volatile("ta 3" : : : "memory");
    results[1]++;
  }
  results[0] = ticks;
  print("clock: 6 ticks\n");
  return 0;
}
