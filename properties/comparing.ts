/** Two witnesses compared: the digest of a model's state, kept up by what changed, and the whole states, difference by difference. */

import { spaceOf, type Mapping } from '../spec/mmu/statements.ts'
import {
  channelCells,
  consumedCells,
  contextCells,
  coreCells,
  coreTimeCells,
  moduleCells,
  partitionCells,
  portCells,
  timeCells,
} from '../spec/module/cells.ts'
import {
  cellKey,
  cellKind,
  contribution,
  type Digest,
  type Platform,
  type State,
  type World,
} from '../spec/module/vocabulary.ts'
import type { Path } from '../spec/statement.ts'
import { changedWords } from './changed-words.ts'
import { wordsPerLine, type Line, type Memory, type Page, type Region, type Segment } from '../spec/words/vocabulary.ts'

/** A line that was never written. */
const zeros: Line = new Array<number>(wordsPerLine).fill(0)

/** One place at which the two states differ. */
export interface Difference {
  readonly path: Path
  readonly model: unknown
  readonly emulator: unknown
}

type Lanes = [low: number, high: number]

type Cells = readonly (readonly [field: number, value: number])[]

const numbered = (values: readonly number[]): Cells => values.map((value, field) => [field, value])

/** What one record adds to a digest, kept as long as all that it is made of is the same. */
class Held {
  readonly #base: number
  #of: readonly unknown[] = []
  #low = 0
  #high = 0

  constructor(kind: number, index: number) {
    this.#base = cellKey(kind, index, 0)
  }

  /** Brings a sum up to date; `of` is all that the cells are read from. */
  follow(sum: Lanes, of: readonly unknown[], cells: () => Cells): void {
    if (of.length === this.#of.length && of.every((part, i) => part === this.#of[i])) return
    let [low, high] = [0, 0]
    for (const [field, value] of cells()) {
      low ^= contribution(0, this.#base + field, value)
      high ^= contribution(1, this.#base + field, value)
    }
    sum[0] ^= low ^ this.#low
    sum[1] ^= high ^ this.#high
    this.#of = of
    this.#low = low
    this.#high = high
  }
}

/** What a list of records adds: while the list is the same object nothing is read, and of another one only what is new in it. */
class HeldList<R> {
  readonly #kind: number
  readonly #cells: (record: R) => readonly number[]
  readonly #held: Held[] = []
  #records: readonly R[] = []

  constructor(kind: number, cells: (record: R) => readonly number[]) {
    this.#kind = kind
    this.#cells = cells
  }

  follow(sum: Lanes, records: readonly R[]): void {
    if (records === this.#records) return
    for (const [i, record] of records.entries()) {
      if (record === this.#records[i]) continue
      const held = (this.#held[i] ??= new Held(this.#kind, i))
      held.follow(sum, [record], () => numbered(this.#cells(record)))
    }
    this.#records = records
  }
}

/** The first and the last region of memory that are the kernel's. */
export const kernelRegions = ({ kernel }: Platform): readonly [number, number] => [
  kernel.base >>> 24,
  (kernel.base + kernel.bytes - 1) >>> 24,
]

/** A digest that is brought up to date from one state to the next: records and pages that are the same object are not read again. */
export class ModelDigest {
  readonly #time = new Held(cellKind.time, 0)
  readonly #coreTimes = new HeldList(cellKind.coreTime, coreTimeCells)
  readonly #cores = new HeldList(cellKind.core, coreCells)
  readonly #partitions = new HeldList(cellKind.partition, partitionCells)
  readonly #secondaries = new HeldList(cellKind.secondary, contextCells)
  readonly #consumed = new Held(cellKind.consumed, 0)
  readonly #ports = new HeldList(cellKind.port, portCells)
  readonly #channels = new HeldList(cellKind.channel, channelCells)
  readonly #module = new Held(cellKind.health, 0)
  readonly #kernel: readonly [number, number]
  readonly #sum: Lanes = [0, 0]
  #memory: Memory = []

  constructor(platform: Platform) {
    this.#kernel = kernelRegions(platform)
  }

  of(state: State): Digest {
    const { time, cores, partitions, secondaries, consumed, left, ports, health, loader, resets, end } = state
    const sum = this.#sum
    this.#time.follow(sum, [time], () => numbered(timeCells(time)))
    this.#coreTimes.follow(sum, time.cores)
    this.#cores.follow(sum, cores)
    this.#partitions.follow(sum, partitions)
    this.#secondaries.follow(sum, secondaries)
    this.#consumed.follow(sum, [consumed, left], () => consumedCells(state))
    this.#ports.follow(sum, ports.ports)
    this.#channels.follow(sum, ports.channels)
    this.#module.follow(sum, [health, loader, resets, end], () => numbered(moduleCells(state)))
    if (state.memory !== this.#memory) this.#regions(this.#memory, state.memory)
    this.#memory = state.memory
    return { high: sum[1] >>> 0, low: sum[0] >>> 0 }
  }

  #regions(before: Memory, after: Memory): void {
    const [first, last] = this.#kernel
    for (let r = 0; r < Math.max(before.length, after.length); r++)
      if (before[r] !== after[r] && (r < first || last < r)) this.#segments(before[r], after[r], r << 22)
  }

  #segments(before: Region = [], after: Region = [], key: number): void {
    for (let s = 0; s < Math.max(before.length, after.length); s++)
      if (before[s] !== after[s]) this.#pages(before[s], after[s], key + (s << 16))
  }

  #pages(before: Segment = [], after: Segment = [], key: number): void {
    for (let p = 0; p < Math.max(before.length, after.length); p++)
      if (before[p] !== after[p]) this.#lines(before[p], after[p], key + (p << 10))
  }

  #lines(before: Page = [], after: Page = [], key: number): void {
    for (let l = 0; l < Math.max(before.length, after.length); l++)
      if (before[l] !== after[l]) this.#words(before[l], after[l], key + (l << 6))
  }

  #words(before: Line = zeros, after: Line = zeros, key: number): void {
    for (let w = 0; w < wordsPerLine; w++) {
      if (before[w] === after[w]) continue
      const [at, was, is] = [(key + w) >>> 0, (before[w] ?? 0) >>> 0, (after[w] ?? 0) >>> 0]
      this.#sum[0] ^= contribution(0, at, was) ^ contribution(0, at, is)
      this.#sum[1] ^= contribution(1, at, was) ^ contribution(1, at, is)
    }
  }
}

/** The digest of a state, from nothing. */
export const digestOf = (platform: Platform, state: State): Digest => new ModelDigest(platform).of(state)

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

/** How many differences are worth telling; one defect seldom needs more. */
const MOST = 24

/** Whether two values are the same down to the numbers: most often they are, and nothing has to be told. */
const equal = (a: unknown, b: unknown): boolean => {
  if (Object.is(a, b)) return true
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((x, i) => equal(x, b[i]))
  if (!isRecord(a) || !isRecord(b)) return false
  for (const key in a) if (!equal(a[key], b[key])) return false
  for (const key in b) if (!(key in a)) return false
  return true
}

/** Where two values differ, down to the numbers. */
const differences = (model: unknown, emulator: unknown, path: Path): readonly Difference[] => {
  if (equal(model, emulator)) return []
  if (Array.isArray(model) && Array.isArray(emulator) && model.length !== emulator.length)
    return [{ path: [...path, 'length'], model: model.length, emulator: emulator.length }]
  if (!isRecord(model) || !isRecord(emulator)) return [{ path, model, emulator }]
  const keys = [...new Set([...Object.keys(model), ...Object.keys(emulator)])]
  return keys.flatMap((key) =>
    differences(model[key], emulator[key], [...path, Array.isArray(model) ? Number(key) : key]),
  )
}

const hex = (n: number): string => `0x${(n >>> 0).toString(16)}`

/** Where two memories differ outside the kernel's regions, word by word. */
const memoryDifferences = (platform: Platform, model: Memory, emulator: Memory): readonly Difference[] => {
  const [first, last] = kernelRegions(platform)
  const words = changedWords(model, emulator, (region) => region < first || last < region)
  return [
    ...words.take(MOST).map(({ at, before, after }) => ({
      path: ['memory', hex(at)],
      model: hex(before),
      emulator: hex(after),
    })),
  ]
}

const told = (m: Mapping): string =>
  `${hex(m.virtual)}+${hex(m.bytes)} → ${hex(m.physical)} code ${m.code}${m.cacheable ? ' C' : ''}${m.referenced ? ' R' : ''}${m.modified ? ' M' : ''}`

const alike = (a: Mapping, b: Mapping): boolean =>
  a.virtual === b.virtual &&
  a.bytes === b.bytes &&
  a.physical === b.physical &&
  a.code === b.code &&
  a.cacheable === b.cacheable &&
  a.referenced === b.referenced &&
  a.modified === b.modified

/** Where the meanings of the two kernels' tables differ: the spaces of all partitions, by virtual address. */
const tableDifferences = ({ configuration, platform }: World, model: Memory, emulator: Memory): readonly Difference[] =>
  configuration.partitions.flatMap((_, p) => {
    const mappings = (memory: Memory): readonly Mapping[] => spaceOf(memory, platform.contextTable, p).mappings
    const [a, b] = [mappings(model), mappings(emulator)]
    if (a.length === b.length && a.every((m, i) => alike(m, b[i] ?? m))) return []
    const tell = (all: readonly Mapping[]): ReadonlyMap<number, string> => new Map(all.map((m) => [m.virtual, told(m)]))
    const [x, y] = [tell(a), tell(b)]
    return [...new Set([...x.keys(), ...y.keys()])]
      .toSorted((v, w) => v - w)
      .flatMap((virtual) => differences(x.get(virtual), y.get(virtual), ['spaces', p, hex(virtual)]))
  })

const byAddress = <T extends { readonly virtual: number }>(cached: readonly T[]): readonly T[] =>
  cached.toSorted((a, b) => a.virtual - b.virtual)

const withoutMemory = ({ memory: _, cores, ...rest }: State) => ({
  ...rest,
  cores: cores.map((core) => ({ ...core, cached: byAddress(core.cached) })),
})

/** Every difference between two whole states; of the kernel's memory only what it means. */
export const stateDifferences = (world: World, model: State, emulator: State): readonly Difference[] =>
  [
    ...differences(withoutMemory(model), withoutMemory(emulator), []),
    ...memoryDifferences(world.platform, model.memory, emulator.memory),
    ...tableDifferences(world, model.memory, emulator.memory),
  ].slice(0, MOST)

/** A place without its numbers: what tells one kind of finding from another. */
export const placeClass = (path: Path): string =>
  path.map((part) => (typeof part === 'number' || part.startsWith('0x') ? '*' : part)).join('.')
