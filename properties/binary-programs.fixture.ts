/** Small binary programs: words of SPARC V8, each with what an assembler calls it. */

import type { GuestImage, World } from '../spec/module/vocabulary.ts'
import { address, word } from '../spec/words/vocabulary.ts'
import { smallConfiguration, smallWorld } from './small.fixture.ts'

/** Where a partition's memory begins and ends, and where these programs have their trap table or keep something. */
export const [memoryAt, memoryEnd, tableAt] = [0x41000000, 0x41002000, 0x41001000] as const

/** Words at consecutive addresses. */
type Stretch = readonly [at: number, words: readonly number[]]

/** An image that begins with the first stretch. */
export const imageOf = (...stretches: readonly Stretch[]): GuestImage => ({
  entry: address(stretches[0]?.[0] ?? 0),
  words: stretches.flatMap(([at, words]) => words.map((w, i) => [address(at + 4 * i), word(w)] as const)),
})

/** The small world on one core with long ticks; its partitions, in order, with these images, scripted where there is none. */
export const worldOf = (images: readonly (GuestImage | null)[], changes: Partial<World> = {}): World => ({
  ...smallWorld,
  platform: { ...smallWorld.platform, cyclesPerTick: 400 },
  ...changes,
  images,
})

/** The configuration in which every partition may enable the floating-point unit. */
export const withFloats: World['configuration'] = {
  ...smallConfiguration,
  partitions: smallConfiguration.partitions.map((p) => ({ ...p, permissions: [...p.permissions, 'FPU_CONTROL'] })),
}

export const programs = {
  calls: [
    0x9a102004, // mov 4, %o5
    0x91d02000, // ta 0
    0x82100008, // mov %o0, %g1
    0x90103fff, // mov -1, %o0
    0x13104004, // sethi %hi(0x41001000), %o1
    0x9a10200c, // mov 0xc, %o5
    0x91d02000, // ta 0
    0x84100008, // mov %o0, %g2
    0x9a102063, // mov 0x63, %o5
    0x91d02000, // ta 0
    0x86100008, // mov %o0, %g3
    0x9a102009, // mov 9, %o5
    0x91d02000, // ta 0
    0x88100009, // mov %o1, %g4
    0x9a102008, // mov 8, %o5
    0x91d02002, // ta 2
    0x8a100008, // mov %o0, %g5
    0x10800000, // b 0x44
    0x01000000, // nop
  ],
  wild: [
    0x82102001, // mov 1, %g1
    0xc2000000, // ld [ %g0 ], %g1
    0x10800000, // b 0x8
    0x01000000, // nop
  ],
  privileged: [
    0x83480000, // rd %psr, %g1
    0x10800000, // b 0x4
    0x01000000, // nop
  ],
  deep: [
    0x9c23a060, // sub %sp, 0x60, %sp
    0x9010200c, // mov 0xc, %o0
    0x40000005, // call 1c <f>
    0x01000000, // nop
    0x82100008, // mov %o0, %g1
    0x10800000, // b 14 <f-0x8>
    0x01000000, // nop
    0x9de3bfa0, // save %sp, -96, %sp
    0x90a62001, // subcc %i0, 1, %o0
    0x02800005, // be 38 <f+0x1c>
    0x01000000, // nop
    0x7ffffffc, // call 1c <f>
    0x01000000, // nop
    0xb0060008, // add %i0, %o0, %i0
    0x81c7e008, // ret
    0x81e80000, // restore
  ],
  interrupted: [
    0x9c23a060, // sub %sp, 0x60, %sp
    0x11104004, // sethi %hi(0x41001000), %o0
    0x9a102007, // mov 7, %o5
    0x91d02002, // ta 2
    0x90102400, // mov 0x400, %o0
    0x9a10200f, // mov 0xf, %o5
    0x91d02002, // ta 2
    0x9a102003, // mov 3, %o5
    0x91d02002, // ta 2
    0x9de3bfa0, // save %sp, -96, %sp
    0x9de3bfa0, // save %sp, -96, %sp
    0x9de3bfa0, // save %sp, -96, %sp
    0x9de3bfa0, // save %sp, -96, %sp
    0x9de3bfa0, // save %sp, -96, %sp
    0x9de3bfa0, // save %sp, -96, %sp
    0xa6102007, // mov 7, %l3
    0x90102400, // mov 0x400, %o0
    0x9a102010, // mov 0x10, %o5
    0x80a02001, // deccc %g0
    0x91d02002, // ta 2
    0x0a800002, // bcs 0x58
    0x84102005, // mov 5, %g2
    0x10800000, // b 0x58
    0x88100013, // mov %l3, %g4
  ],
  handler: [
    0x82006001, // inc %g1
    0x8c100010, // mov %l0, %g6
    0x80a00000, // cmp %g0, %g0
    0x9a10200a, // mov 0xa, %o5
    0x91d02002, // ta 2
  ],
  stackless: [
    0x9c100000, // mov %g0, %sp
    0x81e00000, // save
    0x81e00000, // save
    0x81e00000, // save
    0x81e00000, // save
    0x81e00000, // save
    0x81e00000, // save
    0x81e00000, // save
    0x82102001, // mov 1, %g1
    0x10800000, // b 0x24
    0x01000000, // nop
  ],
  flushing: [
    0x9c23a060, // sub %sp, 0x60, %sp
    0x9de3bfa0, // save %sp, -96, %sp
    0xa210200b, // mov 0xb, %l1
    0x9de3bfa0, // save %sp, -96, %sp
    0xa2102016, // mov 0x16, %l1
    0x9de3bfa0, // save %sp, -96, %sp
    0xa2102021, // mov 0x21, %l1
    0x91d02003, // ta 3
    0x9de3bfa0, // save %sp, -96, %sp
    0xa210202c, // mov 0x2c, %l1
    0x81e80000, // restore
    0x86100011, // mov %l1, %g3
    0x81e80000, // restore
    0x84100011, // mov %l1, %g2
    0x81e80000, // restore
    0x82100011, // mov %l1, %g1
    0x10800000, // b 0x40
    0x01000000, // nop
  ],
  forgetful: [
    0x03104000, // sethi %hi(0x41000000), %g1
    0xc2206028, // st %g1, [ %g1 + 0x28 ] ! 0x41000028
    0x05104004, // sethi %hi(0x41001000), %g2
    0xc2208000, // st %g1, [ %g2 ]
    0x90103fff, // mov -1, %o0
    0x92102001, // mov 1, %o1
    0x9a10200d, // mov 0xd, %o5
    0x91d02000, // ta 0
    0x10800000, // b 0x20
    0x01000000, // nop
    0x00000123, // unimp 0x123
  ],
  floating: [
    0x9c23a060, // sub %sp, 0x60, %sp
    0x03104000, // sethi %hi(0x41000000), %g1
    0x9a102005, // mov 5, %o5
    0x91d02002, // ta 2
    0xc3004000, // ld [ %g1 ], %f1
    0xff006004, // ld [ %g1 + 4 ], %f31
    0x9de3bfa0, // save %sp, -96, %sp
    0xae10204d, // mov 0x4d, %l7
    0x9de3bfa0, // save %sp, -96, %sp
    0x81806003, // wr %g1, 3, %y
    0x10800000, // b 0x28
    0x8e01e001, // inc %g7
  ],
  counting: [
    0x10800000, // b 0x0
    0x8e01e001, // inc %g7
  ],
  booting: [
    0x90102001, // mov 1, %o0
    0x13104000, // sethi %hi(0x41000000), %o1
    0x9212601e, // or %o1, 0x1e, %o1 ! 0x4100001e
    0x9a102007, // mov 7, %o5
    0x91d02000, // ta 0
    0x10800000, // b 0x14
    0x01000000, // nop
    0x9a102005, // mov 5, %o5 ! 0x5
    0x91d02000, // ta 0
    0x82100008, // mov %o0, %g1
    0x9a102008, // mov 8, %o5
    0x91d02002, // ta 2
    0x84100008, // mov %o0, %g2
    0x10800000, // b 0x34
    0x01000000, // nop
  ],
  accesses: [
    0x03104004, // sethi %hi(0x41001000), %g1
    0x84102112, // mov 0x112, %g2
    0xc4286001, // stb %g2, [ %g1 + 1 ]
    0xc6686001, // ldstub [ %g1 + 1 ], %g3
    0xd0486001, // ldsb [ %g1 + 1 ], %o0
    0x88102034, // mov 0x34, %g4
    0x0b2af37b, // sethi %hi(0xabcdec00), %g5
    0xc8386008, // std %g4, [ %g1 + 8 ]
    0xe0186008, // ldd [ %g1 + 8 ], %l0
    0x92102007, // mov 7, %o1
    0xd2786008, // swap [ %g1 + 8 ], %o1
    0x94102009, // mov 9, %o2
    0x98102007, // mov 7, %o4
    0x8c006008, // add %g1, 8, %g6
    0xd5e1814c, // casa [ %g6 ] (10), %o4, %o2
    0xd610600e, // lduh [ %g1 + 0xe ], %o3
    0xc8386004, // std %g4, [ %g1 + 4 ]
    0x10800000, // b 0x44
    0x01000000, // nop
  ],
  unassigned: [
    0x91d0207f, // ta 0x7f
    0x10800000, // b 0x4
    0x01000000, // nop
  ],
} as const
