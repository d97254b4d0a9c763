/** Small binary programs for partitions at 0x41000000: words, each with its address and mnemonic. Data lie at 0x41001000. */

/** Calls, and what they report. */
export const calls: readonly number[] = [
  0x03104004, // 41000000 sethi %hi(0x41001000), %g1
  0x90006040, // 41000004 add %g1, 0x40, %o0
  0x92100001, // 41000008 mov %g1, %o1
  0x9a10200b, // 4100000c mov 0xb, %o5
  0x91d02000, // 41000010 ta 0
  0xd0206004, // 41000014 st %o0, [ %g1 + 4 ]
  0x84102008, // 41000018 mov 8, %g2
  0x84a0a001, // 4100001c deccc %g2
  0x12bfffff, // 41000020 bne 4100001c
  0x01000000, // 41000024 nop
  0x92103fff, // 41000028 mov -1, %o1
  0x9a10200a, // 4100002c mov 0xa, %o5
  0x91d02000, // 41000030 ta 0
  0xd0206008, // 41000034 st %o0, [ %g1 + 8 ]
  0xd220600c, // 41000038 st %o1, [ %g1 + 0xc ]
  0x9a102063, // 4100003c mov 0x63, %o5
  0x91d02000, // 41000040 ta 0
  0xd0206010, // 41000044 st %o0, [ %g1 + 0x10 ]
  0x90102037, // 41000048 mov 0x37, %o0
  0x91d02003, // 4100004c ta 3
  0xd0206014, // 41000050 st %o0, [ %g1 + 0x14 ]
  0x9a102006, // 41000054 mov 6, %o5
  0x91d02002, // 41000058 ta 2
  0xd0206018, // 4100005c st %o0, [ %g1 + 0x18 ]
  0x10800000, // 41000060 b 41000060
  0x01000000, // 41000064 nop
]

/** A load from nowhere. */
export const fault: readonly number[] = [
  0x03048d14, // 41000000 sethi %hi(0x12345000), %g1
  0xc4006010, // 41000004 ld [ %g1 + 0x10 ], %g2
  0x10800000, // 41000008 b 41000008
  0x01000000, // 4100000c nop
]

/** A privileged instruction. */
export const privileged: readonly number[] = [
  0x84102005, // 41000000 mov 5, %g2
  0x85480000, // 41000004 rd %psr, %g2
  0x10800000, // 41000008 b 41000008
  0x01000000, // 4100000c nop
]

/** The sum of 0 to 20, each in a window of its own. */
export const recursion: readonly number[] = [
  0x9c23a060, // 41000000 sub %sp, 0x60, %sp
  0x40000006, // 41000004 call 4100001c
  0x90102014, // 41000008 mov 0x14, %o0
  0x03104004, // 4100000c sethi %hi(0x41001000), %g1
  0xd0204000, // 41000010 st %o0, [ %g1 ]
  0x10800000, // 41000014 b 41000014
  0x01000000, // 41000018 nop
  0x9de3bfa0, // 4100001c save %sp, -96, %sp
  0x80a62000, // 41000020 cmp %i0, 0
  0x02800005, // 41000024 be 41000038
  0x01000000, // 41000028 nop
  0x7ffffffc, // 4100002c call 4100001c
  0x90262001, // 41000030 sub %i0, 1, %o0
  0xb0020018, // 41000034 add %o0, %i0, %i0
  0x81c7e008, // 41000038 ret
  0x81e80000, // 4100003c restore
]

/** A loop with the virtual clock enabled. */
export const handler: readonly number[] = [
  0x9c23a060, // 41000000 sub %sp, 0x60, %sp
  0x11104008, // 41000004 sethi %hi(0x41002000), %o0
  0x9a102007, // 41000008 mov 7, %o5
  0x91d02002, // 4100000c ta 2
  0x11000001, // 41000010 sethi %hi(0x400), %o0
  0x9a10200f, // 41000014 mov 0xf, %o5
  0x91d02002, // 41000018 ta 2
  0x03104004, // 4100001c sethi %hi(0x41001000), %g1
  0xa0102001, // 41000020 mov 1, %l0
  0xa2102002, // 41000024 mov 2, %l1
  0xa4102003, // 41000028 mov 3, %l2
  0x9a102003, // 4100002c mov 3, %o5
  0x91d02002, // 41000030 ta 2
  0x80a02001, // 41000034 deccc %g0
  0x10bfffff, // 41000038 b 41000034
  0x8400a001, // 4100003c inc %g2
]

/** What stands in its trap table for level 10. */
export const handlerTable: readonly number[] = [
  0xe8004000, // 410021a0 ld [ %g1 ], %l4
  0xa8052001, // 410021a4 inc %l4
  0xe8204000, // 410021a8 st %l4, [ %g1 ]
  0xe0206004, // 410021ac st %l0, [ %g1 + 4 ]
  0xe2206008, // 410021b0 st %l1, [ %g1 + 8 ]
  0xe420600c, // 410021b4 st %l2, [ %g1 + 0xc ]
  0x9a10200a, // 410021b8 mov 0xa, %o5
  0x91d02002, // 410021bc ta 2
]

/** Windows on a stack pointer that is no multiple of 8. */
export const stack: readonly number[] = [
  0x9c03a004, // 41000000 add %sp, 4, %sp
  0x84102009, // 41000004 mov 9, %g2
  0x9de3bfa0, // 41000008 save %sp, -96, %sp
  0x84a0a001, // 4100000c deccc %g2
  0x12bffffe, // 41000010 bne 41000008
  0x01000000, // 41000014 nop
  0x10800000, // 41000018 b 41000018
  0x01000000, // 4100001c nop
]

/** Three windows, flushed in the third. */
export const flush: readonly number[] = [
  0x9c23a060, // 41000000 sub %sp, 0x60, %sp
  0xa0102011, // 41000004 mov 0x11, %l0
  0xae102012, // 41000008 mov 0x12, %l7
  0xb6102013, // 4100000c mov 0x13, %i3
  0x9de3bfa0, // 41000010 save %sp, -96, %sp
  0xa0102021, // 41000014 mov 0x21, %l0
  0x9de3bfa0, // 41000018 save %sp, -96, %sp
  0xa0102031, // 4100001c mov 0x31, %l0
  0x90102077, // 41000020 mov 0x77, %o0
  0x91d02003, // 41000024 ta 3
  0x8410001e, // 41000028 mov %fp, %g2
  0x86100008, // 4100002c mov %o0, %g3
  0x81e80000, // 41000030 restore
  0x81e80000, // 41000034 restore
  0x88100010, // 41000038 mov %l0, %g4
  0x10800000, // 4100003c b 4100003c
  0x01000000, // 41000040 nop
]

/** A program that counts in its own memory, and restarts itself. */
export const reload: readonly number[] = [
  0x03104004, // 41000000 sethi %hi(0x41001000), %g1
  0xc4004000, // 41000004 ld [ %g1 ], %g2
  0x8400a001, // 41000008 inc %g2
  0xc4204000, // 4100000c st %g2, [ %g1 ]
  0xc4206100, // 41000010 st %g2, [ %g1 + 0x100 ]
  0x90103fff, // 41000014 mov -1, %o0
  0x92102001, // 41000018 mov 1, %o1
  0x9a10200d, // 4100001c mov 0xd, %o5
  0x91d02000, // 41000020 ta 0
  0x10800000, // 41000024 b 41000024
  0x01000000, // 41000028 nop
]

/** A loop over two windows and two floats, from four words of its memory. */
export const floats: readonly number[] = [
  0x9a102013, // 41000000 mov 0x13, %o5
  0x90102001, // 41000004 mov 1, %o0
  0x91d02002, // 41000008 ta 2
  0x03104004, // 4100000c sethi %hi(0x41001000), %g1
  0xc1004000, // 41000010 ld [ %g1 ], %f0
  0xc3006004, // 41000014 ld [ %g1 + 4 ], %f1
  0xe0006008, // 41000018 ld [ %g1 + 8 ], %l0
  0x9de3bfa0, // 4100001c save %sp, -96, %sp
  0xe000600c, // 41000020 ld [ %g1 + 0xc ], %l0
  0x85a00821, // 41000024 fadds %f0, %f1, %f2
  0xc5206010, // 41000028 st %f2, [ %g1 + 0x10 ]
  0xe0206014, // 4100002c st %l0, [ %g1 + 0x14 ]
  0xc120601c, // 41000030 st %f0, [ %g1 + 0x1c ]
  0x81e80000, // 41000034 restore
  0xe0206018, // 41000038 st %l0, [ %g1 + 0x18 ]
  0x10bffffa, // 4100003c b 41000024
  0x9de3bfa0, // 41000040 save %sp, -96, %sp
]

/** A function that is called, changed, and called again. */
export const modifies: readonly number[] = [
  0x03104000, // 41000000 sethi %hi(0x41000000), %g1
  0x82106030, // 41000004 or %g1, 0x30, %g1
  0x07210408, // 41000008 sethi %hi(0x84102000), %g3
  0x8610e007, // 4100000c or %g3, 7, %g3
  0x40000008, // 41000010 call 41000030
  0x88102000, // 41000014 clr %g4
  0x8a100002, // 41000018 mov %g2, %g5
  0xc6204000, // 4100001c st %g3, [ %g1 ]
  0x40000004, // 41000020 call 41000030
  0x01000000, // 41000024 nop
  0x10800000, // 41000028 b 41000028
  0x01000000, // 4100002c nop
  0x84102006, // 41000030 mov 6, %g2
  0x81c3e008, // 41000034 retl
  0x88012001, // 41000038 inc %g4
]

/** Writes a function into shared memory, and changes it later. */
export const sharedWriter: readonly number[] = [
  0x03104020, // 41000000 sethi %hi(0x41008000), %g1
  0x05210408, // 41000004 sethi %hi(0x84102000), %g2
  0x8410a001, // 41000008 or %g2, 1, %g2
  0x072070f8, // 4100000c sethi %hi(0x81c3e000), %g3
  0x8610e008, // 41000010 or %g3, 8, %g3
  0x09004000, // 41000014 sethi %hi(0x1000000), %g4
  0xc4204000, // 41000018 st %g2, [ %g1 ]
  0xc8206008, // 4100001c st %g4, [ %g1 + 8 ]
  0xc6206004, // 41000020 st %g3, [ %g1 + 4 ]
  0x8a1020c8, // 41000024 mov 0xc8, %g5
  0x8aa16001, // 41000028 deccc %g5
  0x12bfffff, // 4100002c bne 41000028
  0x01000000, // 41000030 nop
  0x8400a001, // 41000034 inc %g2
  0xc4204000, // 41000038 st %g2, [ %g1 ]
  0x10800000, // 4100003c b 4100003c
  0x01000000, // 41000040 nop
]

/** Calls the function in shared memory over and over. */
export const sharedReader: readonly number[] = [
  0x03104020, // 41000000 sethi %hi(0x41008000), %g1
  0x0d104004, // 41000004 sethi %hi(0x41001000), %g6
  0xca006004, // 41000008 ld [ %g1 + 4 ], %g5
  0x80a16000, // 4100000c cmp %g5, 0
  0x02bffffe, // 41000010 be 41000008
  0x01000000, // 41000014 nop
  0x9fc04000, // 41000018 call %g1
  0x01000000, // 4100001c nop
  0xc4218000, // 41000020 st %g2, [ %g6 ]
  0x10bffffd, // 41000024 b 41000018
  0x01000000, // 41000028 nop
]
