/* Every instruction that only a supervisor may execute. */
#include "runtime/runtime.h"
#include "instructions.h"

INSTRUCTIONS(state, "rd %psr, %o0; rd %wim, %o0; rd %tbr, %o0;"
                    "wr %g0, 0xe0, %psr; wr %g0, 2, %wim; wr %g0, %tbr; wr %g0, %asr19; rett %o7 + 8");
INSTRUCTIONS(alternate, "lda [%o0] 0x0b, %o1; lduba [%o0] 0x0b, %o1; ldsba [%o0] 0x0b, %o1; lduha [%o0] 0x0b, %o1;"
                        "ldsha [%o0] 0x0b, %o1; ldda [%o0] 0x0b, %o2;"
                        "sta %o1, [%o0] 0x0b; stba %o1, [%o0] 0x0b; stha %o1, [%o0] 0x0b; stda %o2, [%o0] 0x0b;"
                        "ldstuba [%o0] 0x0b, %o1; swapa [%o0] 0x0b, %o1;"
                        /* the MMU's registers and its flush, physical memory, the cache control register */
                        "lda [%o0] 0x19, %o1; sta %o1, [%o0] 0x19; sta %o1, [%o0] 0x18;"
                        "lda [%o0] 0x1c, %o1; sta %o1, [%o0] 0x1c; lda [%o0] 2, %o1; sta %o1, [%o0] 2");
/* Queues of the floating-point unit and the coprocessor: std %fq, std %cq to [%o0]. */
INSTRUCTIONS(queues, ".word 0xc1320000, 0xc1b20000");

int main(void) {
  processor(ENABLE_TRAPS, 0, 0, 0, 0, 0);
  TRY_EACH(state, 0, 0);
  TRY_EACH(alternate, word(results), 0xbad);
  TRY_EACH(queues, word(results), 0);
  report("privileged");
  return 0;
}
