/** Blocks for what random ones meet too seldom: every software trap, every interrupt level at every priority, error mode. */

import { assembled, constant, immediately } from '../../properties/machine-assembly.ts'
import { psrBits } from '../../spec/machine/vocabulary.ts'
import { blockOf, type Block } from './block.ts'
import { endHandler, skipHandler } from './handlers.ts'
import * as places from './places.ts'
import { pointers } from './random-items.ts'

const { S, EF, ET } = psrBits
const numbers = (first: number, last: number): readonly number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index)

const globals = [0, places.data, 0, 0, 0, 0, places.code, places.interruptController]
const block = (words: readonly number[], more: Partial<Block> = {}): Block =>
  blockOf(words, skipHandler, { globals, ...more })

/** `ta 0x7f` ends a block by itself. */
const softwareTraps: readonly Block[] = numbers(0, 0x7e).map((number) => block([immediately('TA', 0, number)]))

/** Each level is forced while PIL is as high, one lower and 0, with and without priority over one above it. */
const interrupts: readonly Block[] = numbers(1, 15).flatMap((level) =>
  [level, level - 1, 0].flatMap((pil) =>
    [0, 1 << level].map((priority) => {
      const force = (1 << level) | (level < 15 ? 2 << level : 0)
      return block(
        [
          ...constant(force, 2),
          immediately('ST', pointers.devices, 8, 2),
          immediately('OR', 0, 1, 3),
          immediately('OR', 0, 2, 4),
        ],
        { psr: (pil << 8) | S | 6, interrupts: { mask: 0xfffe, force: 0, level: priority } },
      )
    }),
  ),
)

/** Interrupts around a branch and in its slot, and at the two ends of RETT. */
const between: readonly Block[] = numbers(0, 7).map((before) =>
  block(
    [
      ...numbers(1, before).map(() => assembled('SETHI', { rd: 3, imm22: 1 })),
      immediately('ST', pointers.devices, 8, 2),
      assembled('BA', { disp22: 4 }),
      assembled('BA', { disp22: 5 }),
      immediately('OR', 0, 1, 3),
      immediately('OR', 0, 2, 3),
      immediately('OR', 0, 3, 3),
    ],
    {
      globals: globals.with(2, 0x20),
      psr: S | 6,
      interrupts: { mask: 0x20, force: before === 0 ? 0x20 : 0, level: 0 },
    },
  ),
)

const off = immediately('WRPSR', 0, S | 6)
const offWithFloat = [...constant(EF | S | 6, 2), assembled('WRPSR', { rs1: 2, i: 1, simm13: 0 })]
/** What would trap, were traps not off. */
const errors: readonly Block[] = [
  [0],
  [immediately('LD', pointers.data, 2, 3)],
  [immediately('UDIV', 0, 0, 3)],
  [immediately('TADDccTV', 0, 1, 3)],
  [immediately('JMPL', pointers.data, 2, 0)],
  [immediately('RETT', pointers.data, 2, 0)],
  [immediately('WRWIM', 0, 0x20), immediately('SAVE', 0, 0, 3)],
  [immediately('WRWIM', 0, 0x80), immediately('RESTORE', 0, 0, 3)],
  [immediately('TA', 0, 5)],
  [assembled('FMOVs', { rs2: 1, rd: 2 })],
  [assembled('CPop1', {})],
].map((words) => blockOf([off, ...words], endHandler, { globals }))

const floatError = blockOf([...offWithFloat, assembled('FADDq', {})], endHandler, { globals })
/** A fault of data and one of a fetch, under tables that map nothing there. */
const faults: readonly Block[] = [
  [immediately('LD', 2, 0, 3)],
  [immediately('JMPL', 2, 0, 3), immediately('OR', 0, 0, 0)],
].map((words) =>
  blockOf([...constant(places.mapped + 0x8000, 2), off, ...words], endHandler, {
    globals,
    mmu: { ...block([]).mmu, control: 1 },
  }),
)
const privileged = blockOf([immediately('WRPSR', 0, 6), assembled('RDPSR', { rd: 2 })], endHandler, { globals })
const returning = blockOf([immediately('WRPSR', 0, 6), immediately('RETT', pointers.code, 0)], endHandler, { globals })

/** They stop a machine, which is slow: each image goes on behind them in a new one. */
export const errorBlocks: readonly Block[] = [...errors, floatError, ...faults, privileged, returning]

/** Of a window beyond the last, of ET alone, and of the floating-point unit, of no word's address. */
const states: readonly Block[] = [
  ...numbers(8, 31).map((window) => block([immediately('WRPSR', 0, S | ET | window)])),
  ...numbers(1, 3).map((offset) => block([immediately('LDFSR', pointers.data, offset)], { psr: EF | S | 6 })),
  ...numbers(1, 31).map((rd) =>
    block([assembled('RDPSR', { rd: 2 }), assembled('PWRPSR', { rs1: 2, i: 1, simm13: 0, rd })]),
  ),
]

export const cornerBlocks: readonly Block[] = [...softwareTraps, ...interrupts, ...between, ...states]
