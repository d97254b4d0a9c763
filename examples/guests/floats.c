/*
 * Computes with floating-point numbers without end: the sum of the reciprocal powers of two, which binary numbers have
 * exactly.
 *
 * Results: sums computed, wrong sums (0).
 */
#include "runtime/runtime.h"

static volatile double one = 1.0;

int main(void) {
  processor(ENABLE_FPU, 0, 0, 0, 0, 0);
  for (;;) {
    double sum = 0, term = one;
    for (unsigned i = 0; i < 20; i++) {
      sum += term;
      term /= 2;
    }
    /* 2 − 2⁻¹⁹ */
    if (sum * 524288.0 != 1048575.0) results[1]++;
    results[0]++;
    if (results[0] == 10) print("floats: ten sums\n");
  }
}
