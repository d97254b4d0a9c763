/* Errors of its own by the software trap for them, then every software trap that no call is made by. */
#include "runtime/runtime.h"

#define TA 0x91d02000

int main(void) {
  unsigned n;
  processor(ENABLE_TRAPS, 0, 0, 0, 0, 0);
  /* ta 4: errors 8 to 15 are the guest's own. */
  for (n = 8; n < 16; n++) tried(attempt_instruction(TA + 4, n, 0));
  for (n = 0; n < 128; n++)
    if (n != 0 && n != 2 && n != 3 && n != 4) tried(attempt_instruction(TA + n, 0, 0));
  report("software");
  return 0;
}
