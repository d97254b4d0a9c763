/* Loads from, and stores to, memory that is not its own. */
#include "runtime/runtime.h"
#include "instructions.h"

INSTRUCTIONS(loads, "ld [%o0], %o1; ldub [%o0], %o1; ldsh [%o0], %o1; ldd [%o0], %o2");
INSTRUCTIONS(stores, "st %o1, [%o0];"
                     "stb %o1, [%o0]; sth %o1, [%o0]; std %o2, [%o0]; swap [%o0], %o1; ldstub [%o0], %o1");

int main(void) {
  /* Nothing; the kernel and its page tables; where this and the next partition really lie; before its own memory;
     behind it and all that it shares; devices. */
  static const unsigned wild[] = {0,          0x40000000, 0x40100000, 0x41000000, 0x41004000, 0x41004800,
                                  0x4ffffff8, 0x50006000, 0x80000000, 0x80000200, 0xfffffff8};
  unsigned notice = shared("notice");
  unsigned i;
  processor(ENABLE_TRAPS, 0, 0, 0, 0, 0);
  for (i = 0; i < sizeof wild / sizeof *wild; i++) {
    TRY_EACH(loads, wild[i], 0xbad);
    TRY_EACH(stores, wild[i], 0xbad);
  }
  /* What it may read, and may not write. */
  TRY_EACH(stores, notice, 0xbad);
  report("wild");
  return 0;
}
