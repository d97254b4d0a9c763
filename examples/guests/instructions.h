/* Instructions as words, from a list of assembly. */
#define INSTRUCTIONS(name, text)                                                                                       \
  extern const unsigned name[], name##_end[];                                                                          \
  __asm__(".section .rodata\n.align 4\n" #name ":\n" text "\n" #name "_end:\n.text\n")

/* Each of them, with a and b in %o0 and %o1. */
#define TRY_EACH(name, a, b)                                                                                           \
  for (const unsigned *one = name; one < name##_end; one++) tried(attempt_instruction(*one, a, b))
