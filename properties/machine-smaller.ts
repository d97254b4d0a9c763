/** Ways to make a case for the machine smaller: fewer words, no-operations, instructions cut out, a plainer start. */

import { psrBits } from '../spec/machine/vocabulary.ts'
import { nop } from './machine-assembly.ts'
import type { MachineCase, MachineStart, PlacedWord } from './machine-case.ts'
import { begunLater } from './machine-later.ts'

export type SmallerMachine = (of: MachineCase) => Iterable<MachineCase>

/** The last steps alone: first one, then ever more. */
export const later: SmallerMachine = (of) => {
  const counts = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 16, 20, 24, 32, 48, 64, 96, 128, 192]
  return begunLater(
    of,
    counts.filter((count) => count < of.steps).map((count) => of.steps - count),
  )
}

/** Without some of a list, ever smaller parts of it. */
function* without<T>(list: readonly T[]): Iterable<readonly T[]> {
  for (let size = list.length; size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2))
    for (let from = 0; from < list.length; from += size) yield [...list.slice(0, from), ...list.slice(from + size)]
}

export const fewerWords: SmallerMachine = function* (of) {
  for (const words of without(of.words)) yield { ...of, words }
}

const changedAt = (words: readonly PlacedWord[], index: number, value: number): readonly PlacedWord[] =>
  words.map((word, i) => (i === index ? [word[0], value] : word))

/** A word that does nothing in place of each. */
export const noOperations: SmallerMachine = function* (of) {
  for (const [i, [, value]] of of.words.entries())
    if (value !== nop) yield { ...of, words: changedAt(of.words, i, nop) }
}

/** A word cut out, those that follow it without a gap a word earlier. */
export const cutOut: SmallerMachine = function* (of) {
  const words = of.words.toSorted(([a], [b]) => a - b)
  for (let i = 0; i < words.length; i++) {
    let end = i + 1
    while (end < words.length && words[end]?.[0] === (words[end - 1]?.[0] ?? 0) + 4) end++
    if (end - i > 64) continue
    const moved = words.slice(i + 1, end).map(([at, value]): PlacedWord => [at - 4, value])
    yield { ...of, words: [...words.slice(0, i), ...moved, ...words.slice(end)] }
  }
}

const started = (of: MachineCase, start: Partial<MachineStart>): MachineCase => ({
  ...of,
  start: { ...of.start, ...start },
})

/** Each register of a list as 0. */
function* zeroed(registers: readonly number[]): Iterable<readonly number[]> {
  for (const [i, value] of registers.entries()) if (value !== 0) yield registers.with(i, 0)
}

export const plainerState: SmallerMachine = function* (of) {
  const { start } = of
  const { psr } = start
  if (start.mmu !== null) yield started(of, { mmu: null })
  if (start.floats !== null) yield started(of, { floats: null })
  for (const writes of without(start.writes)) yield started(of, { writes })
  for (const part of ['wim', 'y', 'fsr', 'caches'] as const) if (start[part] !== 0) yield started(of, { [part]: 0 })
  for (const bits of [0xf00000, 0xf00, psrBits.EF, 0x100000, 0x200000, 0x400000, 0x800000])
    if ((psr & bits) !== 0) yield started(of, { psr: psr & ~bits })
  if ((psr & psrBits.S) === 0) yield started(of, { psr: psr | psrBits.S })
  if (start.npc !== start.pc + 4) yield started(of, { npc: start.pc + 4 })
  if (start.mmu !== null && start.mmu.context !== 0) yield started(of, { mmu: { ...start.mmu, context: 0 } })
  if (of.profile !== 'leon3') yield { ...of, profile: 'leon3' }
}

/** Compared more often: after every step, or after fewer instructions. */
export const shorterBursts: SmallerMachine = function* (of) {
  for (const burst of [1, 2, 3, 4, 6, 8, of.burst - 1]) if (burst > 0 && burst < of.burst) yield { ...of, burst }
}

export const plainerRegisters: SmallerMachine = function* (of) {
  const { globals, windows, floats } = of.start
  if (windows.some((window) => window !== null)) yield started(of, { windows: windows.map(() => null) })
  for (const [w, window] of windows.entries())
    if (window !== null) yield started(of, { windows: windows.with(w, null) })
  yield started(of, { globals: globals.map(() => 0) })
  for (const plainer of zeroed(globals)) yield started(of, { globals: plainer })
  for (const [w, window] of windows.entries())
    if (window !== null) for (const plainer of zeroed(window)) yield started(of, { windows: windows.with(w, plainer) })
  if (floats !== null) for (const plainer of zeroed(floats)) yield started(of, { floats: plainer })
}

/** Smaller numbers where a number is needed. */
export const smallerNumbers: SmallerMachine = function* (of) {
  const { globals, windows } = of.start
  for (const value of [1, 4])
    for (const [w, window] of windows.entries())
      if (window !== null)
        for (const [i, old] of window.entries())
          if (old >>> 0 > value) yield started(of, { windows: windows.with(w, window.with(i, value)) })
  for (const [i, old] of globals.entries()) if (old >>> 0 > 1) yield started(of, { globals: globals.with(i, 1) })
}
