/* Jumps to where there is nothing, to where no instruction can begin, and to memory that is not to be executed. */
#include "runtime/runtime.h"

int main(void) {
  /* Nothing, the kernel, the memory where this and the next partition really lie, devices. */
  static const unsigned unmapped[] = {0,          0x1000,     0x40000000, 0x40100000, 0x41000000, 0x41004000,
                                      0x4ffffffc, 0x60000000, 0x80000000, 0xfffffffc};
  unsigned i;
  processor(ENABLE_TRAPS, 0, 0, 0, 0, 0);
  for (i = 0; i < sizeof unmapped / sizeof *unmapped; i++) tried(attempt(unmapped[i], 0, 0));
  for (i = 1; i < 4; i++) tried(attempt(word(attempt) + i, 0, 0));
  tried(attempt(shared("board"), 0, 0));
  tried(attempt(shared("notice"), 0, 0));
  report("jumps");
  return 0;
}
