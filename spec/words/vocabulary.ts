/** The units and brands every other chapter uses: words, addresses, cycles, ticks, exact times, ids, and memory as a value. */

/** A 32-bit word, 0 to 2³²−1. */
export type Word = number & { readonly Word: unique symbol }
/** The word with the low 32 bits of `n` (an integer below 2⁵³ in magnitude). */
export const word = (n: number): Word => (n >>> 0) as Word

/** An address, virtual or physical, in bytes, 0 to 2³²−1. */
export type Address = number & { readonly Address: unique symbol }
export const address = (n: number): Address => (n >>> 0) as Address

/** A duration or an instant in cycles of the core clock since the module started: the one time base. */
export type Cycles = number & { readonly Cycles: unique symbol }
export const cycles = (n: number): Cycles => n as Cycles

/** A duration or an instant in clock ticks; the first tick of the module is tick 0. */
export type Ticks = number & { readonly Ticks: unique symbol }
export const ticks = (n: number): Ticks => n as Ticks

/** An exact configured time. Nanoseconds as a bigint: they can exceed 2⁵³. */
export type Nanoseconds = bigint & { readonly Nanoseconds: unique symbol }
export const nanoseconds = (n: bigint): Nanoseconds => n as Nanoseconds

/** The position of a partition in the configuration, 0 first; also the number of its MMU context. */
export type PartitionIndex = number & { readonly PartitionIndex: unique symbol }
export const partitionIndex = (n: number): PartitionIndex => n as PartitionIndex

/** The position of a schedule in the configuration, 0 first. */
export type ScheduleIndex = number & { readonly ScheduleIndex: unique symbol }
export const scheduleIndex = (n: number): ScheduleIndex => n as ScheduleIndex

/** An identifier that the configuration gives (PartitionIdentifier, ScheduleIdentifier, …), 0 to 2³¹−1. */
export type Identifier = number & { readonly Identifier: unique symbol }
export const identifier = (n: number): Identifier => n as Identifier

/** What a call returns. Source: ARINC 653 P1, RETURN_CODE_TYPE; AIR adds INVALID_POINTER and others that later chapters need. */
export type ReturnCode =
  'NO_ERROR' | 'NO_ACTION' | 'NOT_AVAILABLE' | 'INVALID_PARAM' | 'INVALID_CONFIG' | 'INVALID_MODE' | 'INVALID_POINTER'
export const returnNumber: { readonly [code in ReturnCode]: number } = {
  NO_ERROR: 0,
  NO_ACTION: 1,
  NOT_AVAILABLE: 2,
  INVALID_PARAM: 3,
  INVALID_CONFIG: 4,
  INVALID_MODE: 5,
  INVALID_POINTER: 7,
}

/** The most the hypervisor is specified for. Source: AIR-GEN-00040 to AIR-GEN-00100. */
export const limits = { partitions: 16, cores: 4, schedules: 16, samplingPorts: 256, queuingPorts: 256 } as const

/**
 * Physical memory as a value: regions of 16 MB, segments of 256 KB, pages of 4 KB, lines of 256 bytes, words. It is cut
 * where the MMU cuts addresses, and once more, so that two memories that share a part share it by reference, and little has
 * to be copied for a word. What is absent reads as zero.
 */
export type Memory = readonly (Region | undefined)[]
export type Region = readonly (Segment | undefined)[]
export type Segment = readonly (Page | undefined)[]
export type Page = readonly (Line | undefined)[]
/** 64 words, each as the signed 32-bit number of the same bits. */
export type Line = readonly number[]

export const linesPerPage = 16
export const wordsPerLine = 64

/** Memory in which every word is zero. */
export const noMemory: Memory = []

/** The places at which a byte address cuts memory: region, segment, page, line, word. */
const cut = (at: Address): readonly [number, number, number, number, number] => [
  at >>> 24,
  (at >>> 18) & 63,
  (at >>> 12) & 63,
  (at >>> 8) & 15,
  (at >>> 2) & 63,
]

/** The word that holds byte `at` (the low two bits of the address are ignored). */
export const wordAt = (memory: Memory, at: Address): Word =>
  word(memory[at >>> 24]?.[(at >>> 18) & 63]?.[(at >>> 12) & 63]?.[(at >>> 8) & 15]?.[(at >>> 2) & 63] ?? 0)

/** `entries` with `entry` at `index`; a copy, grown with holes where needed. */
const placed = <T>(entries: readonly (T | undefined)[], index: number, entry: T): readonly (T | undefined)[] => {
  const copy = entries.slice()
  while (copy.length < index) copy.push(undefined)
  copy[index] = entry
  return copy
}

const zeroLine: Line = new Array<number>(wordsPerLine).fill(0)

/** The memory in which the word at `at` is `value`; all else is shared with `memory`. */
export const withWord = (memory: Memory, at: Address, value: Word): Memory => {
  const [r, s, p, l, offset] = cut(at)
  const region = memory[r] ?? []
  const segment = region[s] ?? []
  const page = segment[p] ?? []
  const line = (page[l] ?? zeroLine).slice()
  line[offset] = value | 0
  return placed(memory, r, placed(region, s, placed(segment, p, placed(page, l, line))))
}
