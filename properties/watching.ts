/** The model watched: every invariant after every step, every step invariant, the table of every call and error; what cannot have changed is not asked again. */

import type { Happening, State, World } from '../spec/module/vocabulary.ts'
import { profileIds } from '../spec/module/profiles.ts'
import type { Breach, Invariant } from '../spec/statement.ts'
import { linesPerPage, wordsPerLine, type Line, type Memory, type Page, type Region } from '../spec/words/vocabulary.ts'
import { kernelRegions } from './comparing.ts'
import { prepared, type Prepared } from './prepared.ts'
import type { Told } from './situations.ts'

/** What of a table word does not change what it maps: referenced and modified, in a page table entry. */
const OF_NO_MEANING = 0x60

const sameLine = (a: Line = [], b: Line = []): boolean => {
  for (let w = 0; w < wordsPerLine; w++) {
    const [was, is] = [a[w] ?? 0, b[w] ?? 0]
    if (was !== is && !((was & 3) === 2 && ((was ^ is) & ~OF_NO_MEANING) === 0)) return false
  }
  return true
}

const samePage = (a: Page, b: Page): boolean => {
  for (let l = 0; l < linesPerPage; l++) if (a[l] !== b[l] && !sameLine(a[l], b[l])) return false
  return true
}

/** Whether two versions of a region of the kernel's memory map the same. */
export const sameMeaning = (a: Region, b: Region): boolean =>
  a.length === b.length &&
  a.every((segment, s) => {
    const other = b[s]
    if (segment === other) return true
    if (segment === undefined || other === undefined || segment.length !== other.length) return false
    return segment.every((page, p) => {
      const changed = other[p]
      return page === changed || (page !== undefined && changed !== undefined && samePage(page, changed))
    })
  })

const same = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((x, i) => x === b[i])

const failsUnder = (invariant: Pick<Invariant<World, State>, 'fails'>, profile: string): boolean =>
  profileIds.some((id) => id === profile && invariant.fails?.[id] !== undefined)

/** What a watch has seen in one step. `expected`: statements that the profile is known to break. */
export interface Seen {
  readonly told: readonly Told[]
  readonly expected: readonly string[]
}

const nothing: Seen = { told: [], expected: [] }

/** Starts that were found sound, with what each invariant read. */
const soundStarts = new WeakMap<State, readonly (readonly unknown[] | undefined)[]>()

/** A watch over one run. */
export class Watch {
  readonly #world: World
  readonly #prepared: Prepared
  /** For each group of invariants that read the same, what that was when they were last asked. */
  #read: (readonly unknown[] | undefined)[]
  readonly #firstRegion: number
  readonly #lastRegion: number
  /** For each of the kernel's regions the version that stands for all that mean the same. */
  #meaning: (Region | undefined)[] = []
  #regions: Memory = []
  /** Whether some region is another version than the one that stands for it. */
  #drifted = false

  constructor(world: World) {
    this.#world = world
    this.#prepared = prepared(world)
    const { invariants } = this.#prepared
    this.#read = invariants.map(() => undefined)
    ;[this.#firstRegion, this.#lastRegion] = kernelRegions(world.platform)
  }

  /** Before the first step. That the start is sound need be found out once in a world. */
  start(state: State): Seen {
    this.#follow(state.memory)
    const sound = soundStarts.get(state)
    if (sound !== undefined) this.#read = [...sound]
    const seen = this.state(state, false)
    if (seen.told.length === 0 && seen.expected.length === 0) soundStarts.set(state, [...this.#read])
    return seen
  }

  /** After a step; `thorough` asks again also where only referenced and modified bits have changed. */
  state(state: State, thorough: boolean): Seen {
    this.#follow(state.memory)
    let seen = nothing
    for (const [i, { reads, invariants }] of this.#prepared.invariants.entries()) {
      const parts = reads(state)
      const read = this.#means(parts)
      const before = this.#read[i]
      if (before !== undefined && same(before, read) && !(thorough && !same(parts, read))) continue
      this.#read[i] = read
      for (const invariant of invariants) {
        const breaches = invariant.breaches(this.#world, state)
        if (breaches.length > 0) seen = this.#with(seen, invariant, breaches)
      }
    }
    return seen
  }

  /** What was seen, and an invariant’s breaches: expected ones, if the profile is known to break it. */
  #with(seen: Seen, invariant: Pick<Invariant<World, State>, 'id' | 'fails'>, breaches: readonly Breach[]): Seen {
    return failsUnder(invariant, this.#world.profile.id)
      ? { ...seen, expected: [...seen.expected, invariant.id] }
      : { ...seen, told: [...seen.told, ...breaches.map((breach) => ({ statement: invariant.id, breach }))] }
  }

  /** A step: what it may change, and if it was a call or an error, its table. */
  step(before: State, happening: Happening, after: State): Seen {
    let seen = nothing
    for (const { reads, invariants } of this.#prepared.stepInvariants) {
      if (same(reads(before), reads(after))) continue
      for (const invariant of invariants) {
        const breaches = invariant.breaches(this.#world, before, after)
        if (breaches.length > 0) seen = this.#with(seen, invariant, breaches)
      }
    }
    const told = this.#prepared.tables.breaches(happening, before, after)
    return told.length === 0 ? seen : { ...seen, told: [...seen.told, ...told] }
  }

  #follow(memory: Memory): void {
    for (let r = this.#firstRegion; r <= this.#lastRegion; r++) {
      const [was, is] = [this.#regions[r], memory[r]]
      if (was === is) continue
      if (was === undefined || is === undefined || !sameMeaning(was, is)) this.#meaning[r - this.#firstRegion] = is
      this.#drifted ||= this.#meaning[r - this.#firstRegion] !== is
    }
    this.#regions = memory
  }

  /** What was read, with every version of a table region replaced by the one that stands for it. */
  #means(read: readonly unknown[]): readonly unknown[] {
    if (!this.#drifted) return read
    const [first, last] = [this.#firstRegion, this.#lastRegion]
    return read.map((part) => {
      for (let r = first; r <= last; r++)
        if (part === this.#regions[r] && part !== undefined) return this.#meaning[r - first]
      return part
    })
  }
}
