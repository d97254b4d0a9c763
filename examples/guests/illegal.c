/* Instructions that are none, and instructions that fail by themselves. */
#include "runtime/runtime.h"
#include "instructions.h"

/* UNIMP; formats and operations that V8 leaves free; doublewords in an odd register. */
INSTRUCTIONS(unknown, "unimp 0; unimp 0x1234;"
                      ".word 0x00400000, 0x00c00000;"             /* op 0 */
                      ".word 0x80480000, 0x80680000, 0x80c80000;" /* op 2: op3 0x09, 0x0d, 0x19 */
                      ".word 0x81600000, 0x81680000, 0x81700000;" /* op 2: op3 0x2c, 0x2d, 0x2e */
                      ".word 0xc0400000, 0xc0580000, 0xc0700000;" /* op 3: op3 0x08, 0x0b, 0x0e */
                      ".word 0xd21a0000, 0xd23a0000"); /* ldd [%o0], %o1; std %o1, [%o0] */
/* There is no coprocessor: cpop1, cpop2, ldc, lddc, stc, cb. */
INSTRUCTIONS(coprocessor, ".word 0x81b00000, 0x81b80000, 0xc1820000, 0xc19a0000, 0xc1a20000, 0x11c00002");
/* This partition may not use the floating-point unit. */
INSTRUCTIONS(floating, "fadds %f0, %f1, %f2; ld [%o0], %f0; std %f0, [%o0]; ld [%o0], %fsr; fba . + 8");
INSTRUCTIONS(dividing, "udiv %o0, %g0, %o1; sdiv %o0, %g0, %o1; udivcc %o0, %g0, %o1; sdivcc %o0, %g0, %o1");
INSTRUCTIONS(tagged, "taddcctv %o0, 1, %o1; tsubcctv %o0, 1, %o1");
INSTRUCTIONS(misaligned, "ld [%o0 + 2], %o1; lduh [%o0 + 1], %o1; ldd [%o0 + 4], %o2;"
                         "st %o1, [%o0 + 1]; swap [%o0 + 3], %o1");

int main(void) {
  processor(ENABLE_TRAPS, 0, 0, 0, 0, 0);
  TRY_EACH(unknown, word(results), 0);
  TRY_EACH(coprocessor, word(results), 0);
  TRY_EACH(floating, word(results), 0);
  TRY_EACH(dividing, 7, 0);
  TRY_EACH(tagged, 4, 0);
  TRY_EACH(misaligned, word(results), 0);
  report("illegal");
  return 0;
}
