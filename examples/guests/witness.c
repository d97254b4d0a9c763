/*
 * A guest that behaves, and watches itself: each tick it checks its memory, its register windows and the registers that
 * it held meanwhile. Whatever runs beside it, its results are as if it were alone.
 *
 * Results: ticks, rounds, what was wrong (0), and whether it has a memory to share.
 */
#include "runtime/runtime.h"

unsigned hold(unsigned seed, volatile unsigned *ticks, unsigned now);

#define WORDS 64
static volatile unsigned own[WORDS];

/* Words that nobody else may write. */
static void fill(volatile unsigned *words) {
  for (unsigned i = 0; i < WORDS; i++) words[i] = 0xb01d0000 + i;
}

static unsigned changed(volatile unsigned *words) {
  unsigned wrong = 0;
  for (unsigned i = 0; i < WORDS; i++) wrong |= words[i] ^ (0xb01d0000 + i);
  return wrong;
}

int main(void) {
  volatile unsigned *notice = (volatile unsigned *)shared("notice");
  fill(own);
  if (notice != 0) fill(notice);
  results[3] = notice != 0;
  start_clock();
  for (;;) {
    unsigned now = ticks;
    results[2] |= hold(0x5eed0000 + 256 * now, &ticks, now);
    if (deep(20) != 20) results[2] |= 1;
    results[2] |= changed(own);
    if (notice != 0) results[2] |= changed(notice);
    results[1]++;
    results[0] = ticks;
    if (results[1] == 6) print(results[2] == 0 ? "witness: undisturbed\n" : "witness: DISTURBED\n");
  }
}
