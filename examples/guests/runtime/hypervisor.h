/* The calls of the hypervisor that the guests make. Their number goes to %o5, arguments to %o0 to %o4; what comes back
   is in %o0. */
#ifndef HYPERVISOR_H
#define HYPERVISOR_H

enum code { NO_ERROR, NO_ACTION, NOT_AVAILABLE, INVALID_PARAM, INVALID_CONFIG, INVALID_MODE, INVALID_POINTER = 7 };
enum mode { IDLE, COLD_START, WARM_START, NORMAL };
enum port_type { QUEUING = 1, SAMPLING };
enum direction { SOURCE, DESTINATION };

/* Calls of the operating system (ta 0), and of the processor (ta 2). */
enum {
  UNMASK_IRQ = 2, SET_PARTITION_MODE = 13, CREATE_PORT = 22, READ_PORT = 23, WRITE_PORT = 24, GET_SHARED_AREA = 25,
  GET_HM_EVENT = 33, PRINT = 36
};
enum {
  DISABLE_INTERRUPTS = 0, DISABLE_TRAPS = 2, ENABLE_TRAPS = 3, ENABLE_FPU = 5, SET_TBR = 7, SET_IRQ_MASK = 15
};

#define CALLING(instruction, name)                                                                                     \
  static inline unsigned name(unsigned number, unsigned a, unsigned b, unsigned c, unsigned d, unsigned e) {          \
    register unsigned o0 __asm__("o0") = a;                                                                            \
    register unsigned o1 __asm__("o1") = b;                                                                            \
    register unsigned o2 __asm__("o2") = c;                                                                            \
    register unsigned o3 __asm__("o3") = d;                                                                            \
    register unsigned o4 __asm__("o4") = e;                                                                            \
    register unsigned o5 __asm__("o5") = number;                                                                       \
    __asm__ volatile(instruction : "+r"(o0), "+r"(o1) : "r"(o2), "r"(o3), "r"(o4), "r"(o5) : "memory");                \
    return o0;                                                                                                         \
  }
CALLING("ta 0", call)
CALLING("ta 2", processor)

static inline unsigned word(const volatile void *pointer) { return (unsigned)pointer; }

#endif
