/** Guests, as functions: the processor a partition believes it has, what it is told, and the traps it takes. Written to be read beside spec/guest. */

import {
  event,
  healthEventTrap,
  mostActivations,
  psr,
  psrAtStart,
  psrSettable,
  tbrTable,
  clockLevel,
  type VirtualProcessor,
} from '../spec/guest/vocabulary.ts'
import type { CacheConfiguration } from '../spec/space/vocabulary.ts'
import { cycles, type Cycles } from '../spec/words/vocabulary.ts'

/** What of a partition its guest has to do with: whether it has yet to be told of a health event; its processor. */
export interface Guest {
  readonly health: { readonly pending: boolean }
  readonly processor: VirtualProcessor
}

/** The processor with which a partition starts. */
export const freshProcessor = ({ code, data }: CacheConfiguration): VirtualProcessor => ({
  psr: psrAtStart,
  tbr: 0,
  pending: 0,
  mask: 0,
  events: 0,
  caches: (data ? 3 : 0) | (code ? 12 : 0),
  activations: [],
})

/** A partition that is told of events. */
export const told = <G extends Guest>(guest: G, events: number): G => ({
  ...guest,
  processor: { ...guest.processor, events: guest.processor.events | events },
})

/** A partition that is told of the clock: the event, and the virtual interrupt. */
export const toldTheTime = <G extends Guest>(guest: G): G => ({
  ...guest,
  processor: {
    ...guest.processor,
    events: guest.processor.events | event.CLOCKTICK,
    pending: guest.processor.pending | (1 << clockLevel),
  },
})

const levels = [15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1] as const

/** The highest level of a set; 0 of none. */
export const highest = (set: number): number => levels.find((level) => (set & (1 << level)) !== 0) ?? 0

/** The processor interrupt level, below which virtual interrupts wait. */
const interruptLevel = (v: VirtualProcessor): number => (v.psr & psr.PIL) >>> 8

/** The virtual trap that can be delivered: its type; null for none. */
export const deliverable = ({ health, processor: v }: Guest): number | null => {
  if ((v.psr & psr.ET) === 0 || v.activations.length >= mostActivations) return null
  if (health.pending) return healthEventTrap
  const level = highest(v.pending & v.mask)
  return level > 0 && (level === 15 || level > interruptLevel(v)) ? 0x10 + level : null
}

const withTrapType = (tbr: number, type: number): number => ((tbr & tbrTable) | (type << 4)) >>> 0

/** The traps-disabled PSR of a handler: what was S is kept as PS. */
const inHandler = (word: number): number => (word & ~(psr.ET | psr.PS)) | psr.S | ((word & psr.S) === 0 ? 0 : psr.PS)

/** A partition whose handler begins: for a trap, interrupting a computation with so many cycles left; null of a binary program, which keeps account of its handlers itself. */
export const delivered = <G extends Guest>(guest: G, trap: number, interrupted: Cycles | null): G => {
  const { health, processor: v } = guest
  const forHealth = trap === healthEventTrap
  return {
    ...guest,
    health: forHealth ? { ...health, pending: false } : health,
    processor: {
      ...v,
      psr: inHandler(v.psr),
      tbr: withTrapType(v.tbr, trap),
      pending: forHealth ? v.pending : v.pending & ~(1 << (trap - 0x10)),
      activations: interrupted === null ? v.activations : [...v.activations, { next: 0, interrupted }],
    },
  }
}

/** One effect more of the innermost handler is consumed. */
export const handlerWentOn = <G extends Guest>(guest: G): G => ({
  ...guest,
  processor: {
    ...guest.processor,
    activations: guest.processor.activations.map((a, i, { length }) =>
      i === length - 1 ? { ...a, next: a.next + 1 } : a,
    ),
  },
})

/** The return from a trap: the processor, and the cycles of the computation that goes on. */
export const returnedFromTrap = (
  v: VirtualProcessor,
): { readonly processor: VirtualProcessor; readonly goesOn: Cycles } => ({
  processor: {
    ...v,
    psr: (v.psr & ~psr.S) | psr.ET | ((v.psr & psr.PS) === 0 ? 0 : psr.S),
    activations: v.activations.slice(0, -1),
  },
  goesOn: v.activations.at(-1)?.interrupted ?? cycles(0),
})

/** What get_psr shows: the level is the hypervisor’s affair. */
export const shownPsr = (v: VirtualProcessor): number => v.psr & (psr.PIL | psr.ET)

/** The PSR with a bit set or cleared. */
export const withBit = (v: VirtualProcessor, bit: number, set: boolean): VirtualProcessor => ({
  ...v,
  psr: set ? v.psr | bit : v.psr & ~bit,
})

/** The PSR with the interrupt level of a word. */
export const withInterruptLevel = (v: VirtualProcessor, word: number): VirtualProcessor => ({
  ...v,
  psr: (v.psr & ~psr.PIL) | (word & psr.PIL),
})

/** set_psr: all that can be set; EF as before. */
export const withPsr = (v: VirtualProcessor, word: number): VirtualProcessor => ({
  ...v,
  psr: (word & psrSettable) | (v.psr & psr.EF),
})

/** set_tbr: another table; the type of the last trap as before. */
export const withTable = (v: VirtualProcessor, word: number): VirtualProcessor => ({
  ...v,
  tbr: ((word & tbrTable) | (v.tbr & ~tbrTable)) >>> 0,
})

/** The two bits that stand for a cache that is disabled, frozen, enabled. */
export const cacheBits = { disabled: 0, frozen: 1, enabled: 3 } as const

/** The bits of each cache that a number names (1 data, 2 instructions, 3 both). */
export const cachesNamed = ({ caches }: VirtualProcessor, named: number): readonly number[] => [
  ...((named & 1) === 0 ? [] : [caches & 3]),
  ...((named & 2) === 0 ? [] : [caches >>> 2]),
]

/** The named caches with other bits. */
export const withCaches = (v: VirtualProcessor, named: number, bits: (before: number) => number): VirtualProcessor => {
  const [data, code] = [v.caches & 3, v.caches >>> 2]
  return {
    ...v,
    caches: ((named & 1) === 0 ? data : bits(data)) | (((named & 2) === 0 ? code : bits(code)) << 2),
  }
}
