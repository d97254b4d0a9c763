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
  cellKind,
  contribution,
  type Digest,
  type ModuleContext,
  type ModuleCore,
  type ModulePartition,
  type Platform,
  type State,
  type World,
} from '../spec/module/vocabulary.ts'
import type { Path } from '../spec/statement.ts'
import { changedWords } from './changed-words.ts'
import { Held, HeldList, HeldProcessors, numbered, type Lanes } from './held.ts'
import { wordsPerLine, type Line, type Memory, type Page, type Region, type Segment } from '../spec/words/vocabulary.ts'

/** A line that was never written. */
const zeros: Line = new Array<number>(wordsPerLine).fill(0)

/** One place at which the two states differ. */
export interface Difference {
  readonly path: Path
  readonly model: unknown
  readonly emulator: unknown
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
  readonly #coreProcessors = new HeldProcessors<ModuleCore>(cellKind.coreProcessor, ({ context }) => context)
  readonly #partitionProcessors = new HeldProcessors<ModulePartition>(
    cellKind.partitionProcessor,
    ({ context }) => context,
  )
  readonly #secondaryProcessors = new HeldProcessors<ModuleContext>(cellKind.secondaryProcessor, (context) => context)
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
    this.#coreProcessors.follow(sum, cores)
    this.#partitionProcessors.follow(sum, partitions)
    this.#secondaryProcessors.follow(sum, secondaries)
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

/** The lists of registers that a processor has, and what each is called by its number. */
const registerNames: Readonly<Record<string, (n: number) => string>> = {
  globals: (n) => `%g${n}`,
  floats: (n) => `%f${n}`,
}

/** A path in which a processor’s registers have their names: `windows`, 3, `%i6`. */
const withNames = (path: Path): Path => {
  const [list, last] = [path.at(-2), path.at(-1)]
  if (typeof last !== 'number') return path
  if (path.at(-3) === 'windows') return [...path.slice(0, -1), last < 8 ? `%l${last}` : `%i${last - 8}`]
  const name = typeof list === 'string' ? registerNames[list] : undefined
  return name === undefined ? path : [...path.slice(0, -2), name(last)]
}

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
    ...differences(withoutMemory(model), withoutMemory(emulator), []).map((d) => ({ ...d, path: withNames(d.path) })),
    ...memoryDifferences(world.platform, model.memory, emulator.memory),
    ...tableDifferences(world, model.memory, emulator.memory),
  ].slice(0, MOST)

/** A place without its numbers: what tells one kind of finding from another. */
export const placeClass = (path: Path): string =>
  path.map((part) => (typeof part === 'number' || part.startsWith('0x') || part.startsWith('%') ? '*' : part)).join('.')
