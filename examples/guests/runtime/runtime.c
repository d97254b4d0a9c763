/* What the guests share. */

#include "runtime.h"

volatile unsigned ticks;
volatile unsigned errors[16];
/* Where to go on after an error; 0: behind the instruction. Set by attempt. */
volatile unsigned resume;

extern volatile unsigned slot;

static unsigned tries, refusals;

/* The clock's interrupt. What it calls takes more windows than there are. */
void interrupted(unsigned level) {
  if (level == 10 && deep(10) == 10) ticks++;
}

/* An error was left to this guest: it reads what it is told, and goes on. */
unsigned failed(unsigned pc) {
  unsigned event[2];
  (void)pc;
  while (call(GET_HM_EVENT, word(event), 0, 0, 0, 0) == NO_ERROR) errors[event[0] & 15]++;
  return resume;
}

void start_clock(void) {
  if (call(UNMASK_IRQ, 10, 0, 0, 0, 0) != NO_ERROR) processor(SET_IRQ_MASK, 1 << 10, 0, 0, 0, 0);
  processor(ENABLE_TRAPS, 0, 0, 0, 0, 0);
}

void print(const char *text) {
  unsigned length = 0;
  while (text[length] != 0) length++;
  call(PRINT, word(text), length, 0, 0, 0);
}

void print_number(unsigned n) {
  char text[12];
  char *at = text + sizeof text - 1;
  *at = 0;
  do *--at = '0' + n % 10;
  while ((n /= 10) != 0);
  print(at);
}

unsigned attempt_instruction(unsigned instruction, unsigned a, unsigned b) {
  slot = instruction;
  __asm__ volatile("flush %0" : : "r"(&slot) : "memory");
  return attempt(word(&slot), a, b);
}

void tried(unsigned refused) {
  tries++;
  refusals += refused;
}

void report(const char *name) {
  unsigned i;
  results[0] = tries;
  results[1] = refusals;
  for (i = 0; i < 16; i++) results[2 + i] = errors[i];
  print(name);
  print(": ");
  print_number(tries);
  print(" tried, ");
  print_number(refusals);
  print(" refused\n");
}

unsigned shared(const char *name) {
  unsigned area[4];
  return call(GET_SHARED_AREA, word(name), word(area), 0, 0, 0) == NO_ERROR ? area[0] : 0;
}

unsigned __attribute__((noinline)) deep(unsigned n) { return n == 0 ? 0 : 1 + deep(n - 1); }
