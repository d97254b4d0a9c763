/** Known differences in loads and stores: alternate spaces, the MMU and what it records. */

import * as E from 'fp-ts/lib/Either.js'
import { reached, rootWord, wordBelow } from '../../model/machine/walk.ts'
import { alternately, constant, immediately } from '../../properties/machine-assembly.ts'
import { placeAt } from '../../model/machine/physical.ts'
import type { AccessType } from '../../spec/mmu/vocabulary.ts'
import { address } from '../../spec/words/vocabulary.ts'
import { blockOf, page, plainTables, type Block } from './block.ts'
import type { Difference, Executing } from './difference.ts'
import { skipHandler } from './handlers.ts'
import { platform } from './machines.ts'
import * as places from './places.ts'

const block = (words: readonly number[], more: Partial<Block> = {}): Block => blockOf(words, skipHandler, more)

const translated = { control: 1, context: 0, tables: plainTables }

/** How many bytes QEMU's boot code has. */
const BOOT_CODE = 33 * 4

/** The spaces that both machines take for the same, by what the access is. */
const agreed = {
  load: [0x02, 0x03, 0x04, 0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x0e, 0x0f, 0x18, 0x19, 0x1c],
  store: [0x02, 0x03, 0x04, 0x0a, 0x0b, 0x0c, 0x0d, 0x0e, 0x0f, 0x10, 0x11, 0x13, 0x14, 0x18, 0x19, 0x1c],
  load_other: [0x09, 0x0a, 0x0b, 0x1c],
  other: [0x0a, 0x0b, 0x1c],
} as const

const spaces = ({ instruction }: Executing): readonly number[] => {
  const { kind, bytes } = instruction.access ?? { kind: 'atomic', bytes: 4 }
  if (kind === 'atomic') return agreed.other
  if (bytes === 4) return kind === 'load' ? agreed.load : agreed.store
  return kind === 'load' ? agreed.load_other : agreed.other
}

/** Whether an alternate access gets as far as its space. */
const isAlternate = ({ instruction, field, s, sum }: Executing): boolean => {
  if (instruction.format !== 'alternate' || field('i') === 1) return false
  if (!s && !(instruction.name === 'CASA' && field('asi') === 0x0a)) return false
  const bytes = instruction.access?.bytes ?? 4
  const at = instruction.name === 'CASA' ? 0 : sum
  return at % bytes === 0 && !(bytes === 8 && (field('rd') & 1) === 1)
}

/** The words that the walk of an address reads, from the context table on. */
const path = ({ before }: Executing, at: number): readonly number[] => {
  const words: number[] = []
  let found = rootWord(platform.ramBytes, before)
  while (found !== null) {
    words.push(found.word)
    found =
      (found.word & 3) === 1 && found.level < 3 ? wordBelow(platform.ramBytes, before.memory, found, address(at)) : null
  }
  return words
}

/** Whether QEMU's probe gives another word: an entry above the level asked for, or nothing for one that is none. */
const probesOtherwise = (step: Executing): boolean => {
  const type = (step.sum >>> 8) & 15
  const level = [3, 2, 1, 0][type]
  if (type === 0 || level === undefined) return false
  const words = path(step, step.sum)
  const last = words.at(-1) ?? 0
  if (words.length <= level) return (last & 3) === 2 && words.length > 1
  const found = words[level] ?? 0
  const kind = found & 3
  return found !== 0 && (kind === 0 || kind === 3 || (level === 0 && kind === 2))
}

const dataType = ({ s, name, field }: Executing): AccessType => {
  if (/A$/.test(name) && name !== 'STDA' && field('asi') === 0x0a) return 0
  return s ? 1 : 0
}

/** The physical address that an instruction accesses, aligned or not; null for none. */
const physical = (step: Executing): number | null => {
  const { instruction, field, before, sum, register, name } = step
  if (instruction.access === null) return null
  const at = name === 'CASA' ? register(field('rs1')) : sum
  const bypass = instruction.format === 'alternate' && field('asi') === 0x1c
  if (instruction.format === 'alternate' && !bypass && ![0x09, 0x0a, 0x0b].includes(field('asi'))) return null
  if (bypass) return at
  const kind = instruction.access.kind === 'load' ? 'load' : 'store'
  const found = reached(
    platform,
    before,
    kind,
    kind === 'load' ? dataType(step) : dataType(step) === 1 ? 5 : 4,
    address(at),
  )
  return E.isLeft(found) ? null : found.right.physical
}

/** Whether an instruction stores a word at a physical address that is mapped to itself. */
const stored = ({ instruction, sum, trap }: Executing, at: number): boolean =>
  trap === null && instruction.access !== null && instruction.access.kind !== 'load' && sum === at

/** Whether an atomic access, taken as a load, would fault or mark an entry. */
const loadShows = (step: Executing): boolean => {
  const at = step.name === 'CASA' ? step.register(step.field('rs1')) : step.sum
  const found = reached(platform, step.before, 'load', dataType(step), address(at))
  return E.isLeft(found) || found.right.surroundings.memory !== step.before.memory
}

export const memoryDifferences: readonly Difference[] = [
  {
    name: 'alternate spaces that are none',
    what: 'QEMU reads and stores something, or nothing, or traps 0x29 or records a fault, where spaces are not LEON3’s, not of words or not of memory; here data_access_exception, or nothing happens.',
    right: 'LEON3: GRLIB, table of address spaces. For those that LEON3 has not, nobody.',
    meets: (step) => isAlternate(step) && !spaces(step).includes(step.field('asi')),
    witness: block([alternately('LDA', 1, 0x20, 2)]),
    shows: 'trap 0: ff at 40010004 40010008 psr f3000fc5, here 9 at 40010000 40010004 psr f3000fc5',
  },
  {
    name: 'configuration of the caches',
    what: 'In space 0x02 QEMU keeps bit 16 of control at 0 and has configurations elsewhere; here all of control can be written, and configurations read 0.',
    right: 'LEON3: bit 16 is IB, which can be written; the configurations are QEMU’s, at the wrong addresses.',
    meets: (step) =>
      isAlternate(step) &&
      step.field('asi') === 0x02 &&
      (step.sum !== 0 || (step.name === 'STA' && (step.register(step.field('rd')) & 0x10000) !== 0)),
    witness: block([...constant(0x10000, 2), alternately('STA', 0, 0x02, 2), alternately('LDA', 0, 0x02, 3)]),
    shows: 'globals.3: 00000000, here 00010000',
  },
  {
    name: 'the MMU’s control register',
    what: 'Of implementation and version, and of bits without meaning, QEMU keeps others; here those of LEON3. The registers from 5 on are memory on QEMU; here they read 0.',
    right: 'LEON3: GRLIB srmmu; registers from 5 on are reserved in V8, appendix H.',
    meets: (step) => {
      if (!isAlternate(step) || (step.field('asi') !== 0x19 && step.field('asi') !== 0x04)) return false
      const register = (step.sum >>> 8) & 15
      return register === 0 || register > 4
    },
    witness: block([alternately('LDA', 0, 0x19, 2)]),
    shows: 'globals.2: f3000000, here 016c4000',
  },
  {
    name: 'where in its page a fault is',
    what: 'The fault address on QEMU ends in twelve zeros; here it is the whole address.',
    right: 'V8 appendix H: the virtual address of the fault.',
    meets: (step) =>
      isAlternate(step) && (step.field('asi') === 0x19 || step.field('asi') === 0x04) && ((step.sum >>> 8) & 15) === 4,
    witness: block(
      [
        ...constant(places.mapped + 0x4008, 2),
        alternately('LDA', 2, 0x0b, 3),
        ...constant(0x400, 4),
        alternately('LDA', 4, 0x19, 5),
      ],
      { mmu: translated },
    ),
    shows: 'globals.5: 50004000, here 50004008',
  },
  {
    name: 'the level of an access that is refused',
    what: 'The fault status of a protection or privilege error says level 0 on QEMU; here the level of the entry.',
    right: 'V8 appendix H, fault status register: L is the level of the entry.',
    meets: null,
    witness: block(
      [
        ...constant(places.mapped + 0x2000, 2),
        alternately('STA', 2, 0x0b, 3),
        ...constant(0x300, 4),
        alternately('LDA', 4, 0x19, 5),
      ],
      {
        mmu: {
          ...translated,
          tables: { ...plainTables, thirdLevel: plainTables.thirdLevel.with(2, page(places.dataPages, 0)) },
        },
      },
    ),
    shows: 'globals.5: 000000aa, here 000003aa',
  },
  {
    name: 'what a probe finds',
    what: 'A probe of a segment, region or context gives an entry above it, and 0 for a word that is no descriptor or entry, on QEMU; here 0, and the word.',
    right: 'V8 appendix H, table of probe types.',
    meets: (step) =>
      isAlternate(step) &&
      step.instruction.access?.kind === 'load' &&
      (step.field('asi') === 0x18 || step.field('asi') === 0x03) &&
      probesOtherwise(step),
    witness: block([...constant(0x40000100, 2), alternately('LDA', 2, 0x18, 3)], { mmu: translated }),
    shows: 'globals.3: 0400006e, here 00000000',
  },
  {
    name: 'an atomic access that is refused',
    what: 'QEMU translates it as a load first, and records a load that fails, or marks the entry as referenced; here it is one access, of a store.',
    right: 'V8 appendix H, access types: LDSTUB and SWAP are stores.',
    meets: (step) => step.instruction.access?.kind === 'atomic' && step.trap === 9 && loadShows(step),
    witness: block([...constant(places.mapped + 0x4000, 2), 0xc6788000], { mmu: translated }),
    shows: 'mmu.faultStatus: 00000326, here 000003a6',
  },
  {
    name: 'a load from the space of instructions that is refused',
    what: 'It traps instruction_access_exception on QEMU; here data_access_exception.',
    right: 'V8 7.4: a load’s exception is of data.',
    meets: (step) => isAlternate(step) && step.field('asi') === 0x09 && step.trap === 9,
    witness: block([...constant(places.mapped + 0x4000, 2), alternately('LDA', 2, 0x09, 3)], { mmu: translated }),
    shows: 'trap 0: 1 at 40010008 4001000c psr f3000fc5, here 9 at 40010008 4001000c psr f3000fc5',
  },
  {
    name: 'the fault address of what is not aligned',
    what: 'The trap mem_address_not_aligned of a load or store changes the fault address on QEMU; here nothing but the trap.',
    right: 'V8 appendix H: the address is that of the fault whose status is kept.',
    meets: ({ trap, instruction, before }) =>
      trap === 7 && instruction.access !== null && (before.mmu.fault.status & 2) !== 0,
    witness: block([...constant(places.mapped + 0x4000, 2), immediately('LD', 2, 0, 3), immediately('LD', 1, 2, 3)], {
      mmu: translated,
    }),
    shows: 'mmu.faultAddress: 40012000, here 50004000',
  },
  {
    name: 'clearing what is forced',
    what: 'A write to the interrupt controller’s clear register takes away forced levels too on QEMU; here pending ones alone.',
    right: 'LEON3: GRLIB irqmp.vhd: the register clears pending bits.',
    meets: (step) =>
      stored(step, places.interruptController + 0x0c) &&
      (step.before.devices.interrupts.force & step.register(step.field('rd'))) !== 0,
    witness: block([immediately('ST', 7, 0x0c, 2)], {
      globals: [0, 0, 4, 0, 0, 0, 0, places.interruptController],
      interrupts: { mask: 0, force: 4, level: 0 },
    }),
    shows: 'interrupts.force: 00000000, here 00000004',
  },
  {
    name: 'priorities that change',
    what: 'QEMU asks for no interrupt when the priority register is written; here the highest of the new order is requested at once.',
    right: 'LEON3: GRLIB irqmp.vhd: the request follows the registers at every clock.',
    meets: (step) => {
      const { pending, force, mask } = step.before.devices.interrupts
      return stored(step, places.interruptController) && ((pending | force) & mask) !== 0
    },
    witness: block([immediately('ST', 7, 0, 0)], {
      psr: 0x586,
      globals: [0, 0, 0, 0, 0, 0, 0, places.interruptController],
      interrupts: { mask: 0xfffe, force: 0x1010, level: 0x10 },
    }),
    shows: 'trap 0: ff at 40010004 40010008 psr f30005c5, here 1c at 40010004 40010008 psr f30005c5',
  },
  {
    name: 'boot code',
    what: 'The read-only memory holds QEMU’s boot code at address 0; here it is empty.',
    right: 'Nobody: it is no part of a board.',
    meets: (step) => step.instruction.access?.kind !== 'store' && (physical(step) ?? BOOT_CODE) < BOOT_CODE,
    witness: block([immediately('LD', 0, 0, 3)]),
    shows: 'globals.3: 82100000, here 00000000',
  },
  {
    name: 'an access to where nothing is',
    what: 'With the MMU on it traps 0x29 or 0x21 on QEMU, and with the MMU off a fault is recorded, and nothing traps; here, under `reads zero`, nothing is recorded.',
    right: 'SPARC V8 7.5 and LEON3: it traps (MACHINE-V1); with the MMU off there is nothing to record.',
    meets: (step) => {
      const at = physical(step)
      return at !== null && placeAt(platform.ramBytes, address(at)) === 'nothing'
    },
    witness: block([...constant(0x20000000, 2), immediately('LD', 2, 0, 3)]),
    shows: 'mmu.faultStatus: 00000036, here 00000000',
  },
]
