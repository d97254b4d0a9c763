/*
 * Every call, and numbers that no call has, with pointers to what it may not reach and values that mean nothing. What
 * is refused answers so; what cannot be refused reports a value or changes only the caller.
 *
 * Results: as `report` has them, of the calls with pointers; at word 18: calls of every number that came back.
 */
#include "ports.h"

/* Nothing, the kernel, its page tables, the next partition's memory, before what it has and behind, across the end of
   what it has, devices, across 2³². */
static const unsigned bad[] = {0,          0x10,       0x40000000, 0x40100000, 0x41004000, 0x4ffffffc,
                               0x5000fffc, 0x50005ffe, 0x80000000, 0xfffffffc, 0xffffffff};
#define BADS (sizeof bad / sizeof *bad)

/* Calls that take pointers, with what is right before them: so many numbers, and which. */
static const struct {
  unsigned char number, numbers, a, b;
} pointing[] = {{11, 0, 0, 0},       {12, 1, 1, 0},       {14, 0, 0, 0}, {15, 0, 0, 0}, {17, 0, 0, 0},
                {18, 0, 0, 0},       {19, 1, QUEUING, 0}, {20, 2, 1, 0}, {21, 2, 1, 0}, {22, 1, QUEUING, 0},
                {23, 2, SAMPLING, 1}, {24, 2, QUEUING, 0}, {25, 0, 0, 0}, {31, 0, 0, 0}, {32, 0, 0, 0},
                {33, 0, 0, 0},       {41, 0, 0, 0}};

static void pointers(unsigned i, unsigned pointer) {
  unsigned number = pointing[i].number;
  unsigned a = pointing[i].numbers > 0 ? pointing[i].a : pointer;
  unsigned b = pointing[i].numbers > 1 ? pointing[i].b : pointer;
  unsigned code = call(number, a, b, pointer, number == WRITE_PORT ? 8 : pointer, pointer);
  tried(code != NO_ERROR && code <= INVALID_POINTER);
}

/* Those of the processor that would leave this guest without a handler, or elsewhere: table, traps, return. */
static unsigned harmful(unsigned number) { return number == 2 || number == 7 || number == 9 || number == 10; }

int main(void) {
  unsigned i, n, back = 0;
  create(QUEUING, "orders", SOURCE);
  create(SAMPLING, "news", DESTINATION);
  processor(ENABLE_TRAPS, 0, 0, 0, 0, 0);
  for (i = 0; i < sizeof pointing / sizeof *pointing; i++)
    for (n = 0; n < BADS; n++) pointers(i, bad[n]);
  report("calls");
  /* Every number with five bad values. Not with 0: mode 0 of partition 0 is its own end, which it may choose. */
  for (n = 0; n < 64; n++)
    for (i = 1; i < BADS; i++) {
      call(n, bad[i], bad[i], bad[i], bad[i], bad[i]);
      back++;
    }
  for (n = 0; n < 32; n++)
    for (i = 1; i < BADS; i++) {
      if (!harmful(n)) processor(n, bad[i], bad[i], bad[i], bad[i], bad[i]);
      back++;
    }
  call(0x7fffffff, 0, 0, 0, 0, 0);
  call(0x80000000, 0, 0, 0, 0, 0);
  call(-1, 0, 0, 0, 0, 0);
  results[18] = back;
  print("calls: all came back\n");
  return 0;
}
