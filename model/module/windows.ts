/** Register windows of binary programs: spilled to their stacks and filled from them, and the calls and traps that need it. */

import { above, below, changed, invalid } from '../machine/registers.ts'
import { invalidWindow, stackOf } from '../machine/kernel.ts'
import { bytesIn, bytesOf, loadedFrom, reached, storedTo, wordIn, type Reached } from '../hypercall.ts'
import type { TrapType } from '../../spec/hal/vocabulary.ts'
import { windowCount, type Processor } from '../../spec/machine/vocabulary.ts'
import type { Level } from '../../spec/mmu/vocabulary.ts'
import type { State } from '../../spec/module/vocabulary.ts'
import { word } from '../../spec/words/vocabulary.ts'
import type { Machine } from './machine.ts'
import { coreOf, withCore, withProcessorOn } from './state.ts'

/** Whose windows: a program’s on a core, which reaches its stack at a level. */
export interface Owner {
  readonly machine: Machine
  readonly core: number
  readonly from: Level
}

const registers = Array.from({ length: 16 }, (_, i) => i)

/** The place of a window on its stack; null where it cannot be reached. */
const placeOf = (state: State, by: Owner, p: Processor, window: number, kind: 'load' | 'store'): Reached | null => {
  const { hardware, kernelEnd } = by.machine
  const space = coreOf(state, by.core).space ?? 0
  const view = {
    memory: state.memory,
    hardware,
    kernelEnd,
    check: 'rights of the caller',
    space,
    level: by.from,
  } as const
  const at = stackOf(p, window)
  const place = reached(view, kind, { at, bytes: 4 * registers.length, unit: 4 })
  return place.valid && at % 8 === 0 ? place : null
}

/** Windows spilled one after another; the first of them is the invalid one then. Null where one cannot be. */
const spilled = (state: State, by: Owner, p: Processor, windows: readonly number[]): State | null => {
  const after = windows.reduce<State | null>((each, window) => {
    const place = each === null ? null : placeOf(each, by, p, window, 'store')
    if (each === null || place === null) return null
    const bytes = bytesIn((p.windows[window] ?? []).map(word))
    const { core, memory } = storedTo({ core: coreOf(each, by.core), memory: each.memory }, place, bytes)
    return { ...withCore(each, by.core, core), memory }
  }, state)
  const wim = windows[0] === undefined ? p.wim : 1 << windows[0]
  return after === null ? null : withProcessorOn(after, by.core, (q) => changed(q, { wim }))
}

/** As of a window_overflow: the window below the invalid one is spilled. */
const overflowed = (state: State, by: Owner, p: Processor): State | null =>
  spilled(state, by, p, [below(invalidWindow(p))])

/** As of a window_underflow: the invalid window is filled. */
const underflowed = (state: State, by: Owner, p: Processor): State | null => {
  const window = invalidWindow(p)
  const place = placeOf(state, by, p, window, 'load')
  if (place === null) return null
  const bytes = bytesOf(state.memory, place)
  const windows = p.windows.with(
    window,
    registers.map((i) => wordIn(bytes, i) | 0),
  )
  const { core, memory } = loadedFrom({ core: coreOf(state, by.core), memory: state.memory }, place)
  const wim = 1 << above(window)
  return withProcessorOn({ ...withCore(state, by.core, core), memory }, by.core, (q) => changed(q, { wim, windows }))
}

/** flush_windows: every window of the caller but its own, which is above the kernel’s. Null where one cannot be spilled. */
export const flushed = (state: State, by: Owner, p: Processor): State | null => {
  const first = above(above(p.state.cwp))
  const count = (invalidWindow(p) - first + windowCount) % windowCount
  return spilled(
    state,
    by,
    p,
    registers.slice(0, count).map((i) => (first + i) % windowCount),
  )
}

/** What a trap of windows asks for; null where its stack cannot be used, and for any other trap. */
export const moved = (state: State, by: Owner, p: Processor, trap: TrapType): State | null => {
  if (trap === 'window_overflow') return overflowed(state, by, p)
  return trap === 'window_underflow' ? underflowed(state, by, p) : null
}

/** The window below the current one made valid for a handler, if it is not; null where it cannot be. */
export const roomBelow = (state: State, by: Owner, p: Processor): State | null =>
  invalid(p.wim, below(p.state.cwp)) ? overflowed(state, by, p) : state

/** The window above the caller’s own made valid for its rett, if it is not; null where it cannot be. */
export const roomAbove = (state: State, by: Owner, p: Processor): State | null =>
  invalid(p.wim, above(above(p.state.cwp))) ? underflowed(state, by, p) : state
