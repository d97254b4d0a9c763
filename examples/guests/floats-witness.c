/*
 * Holds numbers in every floating-point register while others compute with theirs.
 *
 * Results: ticks, rounds, what was wrong (0).
 */
#include "runtime/runtime.h"

unsigned hold_floats(unsigned seed, volatile unsigned *ticks, unsigned now);

int main(void) {
  processor(ENABLE_FPU, 0, 0, 0, 0, 0);
  start_clock();
  for (;;) {
    unsigned now = ticks;
    results[2] |= hold_floats(0x3f800000 + 256 * now, &ticks, now);
    results[1]++;
    results[0] = ticks;
    if (results[1] == 6) print(results[2] == 0 ? "floats witness: undisturbed\n" : "floats witness: DISTURBED\n");
  }
}
