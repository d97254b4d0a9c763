/* What the guests share: printing, the clock, errors they are told of, and things to try that should be refused. */
#ifndef RUNTIME_H
#define RUNTIME_H

#include "hypervisor.h"

/* Words at a fixed place that scenarios look at: `own+0x2000` on. */
extern volatile unsigned results[];

/* Clock interrupts so far; begins to count with start_clock. */
extern volatile unsigned ticks;
void start_clock(void);

/* Errors that the hypervisor left to this guest, by number. */
extern volatile unsigned errors[16];

void print(const char *text);
void print_number(unsigned n);

/* Tries what lies at an address, see start.S: 1 if that led to an error. */
unsigned attempt(unsigned address, unsigned a, unsigned b);
/* Tries one instruction, with a and b in %o0 and %o1. */
unsigned attempt_instruction(unsigned instruction, unsigned a, unsigned b);

/* What was tried, how much of it led to an error; the results from here on: both, then the errors by number. */
void tried(unsigned refused);
void report(const char *name);

/* Address and bytes of a shared memory; 0 if this partition has none of that name. */
unsigned shared(const char *name);

/* Calls itself n times, each in a window of its own, and counts. */
unsigned deep(unsigned n);

#endif
