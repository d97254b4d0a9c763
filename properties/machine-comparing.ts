/** Whether the emulator's board is the model's: what a step changed after every step, everything when asked. */

import { psrWord, windowCount, type Board, type Devices, type Processor } from '../spec/machine/vocabulary.ts'
import { address, linesPerPage, wordAt, wordsPerLine, type Address, type Memory } from '../spec/words/vocabulary.ts'

/** What the comparison asks of an engine. Numbers of registers and words may be signed or not. */
export interface ComparedBoard {
  readonly pc: number
  readonly npc: number
  readonly psr: number
  readonly wim: number
  readonly tbr: number
  readonly y: number
  readonly fsr: number
  readonly instructions: number
  readonly cycles: number
  global(index: number): number
  /** Register 0 to 15 of a window: its locals, then its ins. */
  register(window: number, index: number): number
  float(index: number): number
  /** The word that holds a physical byte of RAM or read-only memory. */
  word(physical: number): number
  board(): Board
}

/** What is not the same. */
export interface BoardDifference {
  readonly at: string
  readonly model: string
  readonly emulator: string
}

const told = (value: number): string => `0x${(value >>> 0).toString(16).padStart(8, '0')}`

/** The name of a place is only put together where it differs. */
const word = (at: string | (() => string), model: number, emulator: number): BoardDifference | null =>
  (model | 0) === (emulator | 0)
    ? null
    : { at: typeof at === 'string' ? at : at(), model: told(model), emulator: told(emulator) }

/** A count, which may exceed a word. */
const count = (at: string, model: number, emulator: number): BoardDifference | null =>
  model === emulator ? null : { at, model: String(model), emulator: String(emulator) }

/** The first that is one. */
const first = (n: number, at: (i: number) => BoardDifference | null): BoardDifference | null => {
  for (let i = 0; i < n; i++) {
    const found = at(i)
    if (found !== null) return found
  }
  return null
}

/** Registers that every step may change. */
const always = (engine: ComparedBoard, { processor: p, instructions, cycles }: Board): BoardDifference | null =>
  word('pc', p.pc, engine.pc) ??
  word('npc', p.npc, engine.npc) ??
  word('psr', psrWord(p.state), engine.psr) ??
  word('wim', p.wim, engine.wim) ??
  word('tbr', p.tbr, engine.tbr) ??
  word('y', p.y, engine.y) ??
  word('fsr', p.fsr, engine.fsr) ??
  count('instructions', instructions, engine.instructions) ??
  count('cycles', cycles, engine.cycles)

/** Registers that are not the identical ones as before. */
const registers = (engine: ComparedBoard, before: Processor | null, now: Processor): BoardDifference | null => {
  if (before?.globals !== now.globals) {
    const found = first(8, (i) => word(() => `%g${i}`, now.globals[i] ?? 0, engine.global(i)))
    if (found !== null) return found
  }
  if (before?.windows !== now.windows) {
    for (let w = 0; w < windowCount; w++) {
      const window = now.windows[w]
      if (window === undefined || before?.windows[w] === window) continue
      const found = first(16, (i) =>
        word(() => `window ${w} ${registerName(i)}`, window[i] ?? 0, engine.register(w, i)),
      )
      if (found !== null) return found
    }
  }
  return before?.floats === now.floats
    ? null
    : first(32, (i) => word(() => `%f${i}`, now.floats[i] ?? 0, engine.float(i)))
}

const registerName = (index: number): string => (index < 8 ? `%l${index}` : `%i${index - 8}`)

/** The addresses of the lines in which two memories are not the identical ones. */
export function* changedLines(before: Memory, now: Memory): Generator<Address> {
  for (let r = 0; r < Math.max(before.length, now.length); r++) {
    if (before[r] === now[r]) continue
    for (let s = 0; s < 64; s++) {
      if (before[r]?.[s] === now[r]?.[s]) continue
      for (let p = 0; p < 64; p++) {
        if (before[r]?.[s]?.[p] === now[r]?.[s]?.[p]) continue
        for (let l = 0; l < linesPerPage; l++)
          if (before[r]?.[s]?.[p]?.[l] !== now[r]?.[s]?.[p]?.[l])
            yield address(r * 0x1000000 + s * 0x40000 + p * 0x1000 + l * 0x100)
      }
    }
  }
}

/** Words of memory in lines that changed. */
const memory = (engine: ComparedBoard, before: Memory, now: Memory): BoardDifference | null => {
  if (before === now) return null
  for (const line of changedLines(before, now)) {
    const found = first(wordsPerLine, (i) => {
      const at = address(line + 4 * i)
      return word(() => `memory ${told(at)}`, wordAt(now, at), engine.word(at))
    })
    if (found !== null) return found
  }
  return null
}

/** Words of memory as the engine's abstraction has them, in lines that are not the identical ones. */
const abstractMemory = (abstract: Memory, now: Memory): BoardDifference | null => {
  for (const line of changedLines(abstract, now)) {
    const found = first(wordsPerLine, (i) => {
      const at = address(line + 4 * i)
      return word(`memory ${told(at)}`, wordAt(now, at), wordAt(abstract, at))
    })
    if (found !== null) return found
  }
  return null
}

/** What a step left different on the engine, of what it changed on the model. */
export const stepDifference = (engine: ComparedBoard, before: Board, now: Board): BoardDifference | null =>
  always(engine, now) ?? registers(engine, before.processor, now.processor) ?? memory(engine, before.memory, now.memory)

const asText = (value: unknown): string => JSON.stringify(value)

const part = (at: string, model: unknown, emulator: unknown): BoardDifference | null => {
  const [a, b] = [asText(model), asText(emulator)]
  return a === b ? null : { at, model: a, emulator: b }
}

/** Everything: registers, memory, MMU, devices. `canonical` gives the model's devices with their counters as of now. */
export const boardDifference = (
  engine: ComparedBoard,
  now: Board,
  canonical: (board: Board) => Devices,
): BoardDifference | null => {
  const concrete = engine.board()
  const devices = canonical(now)
  return (
    always(engine, now) ??
    registers(engine, null, now.processor) ??
    part('activity', now.processor.activity, concrete.processor.activity) ??
    part('error trap', now.processor.errorTrap, concrete.processor.errorTrap) ??
    part('mmu', mmuFields(now), mmuFields(concrete)) ??
    word('cache control', now.caches, concrete.caches) ??
    part('interrupt controller', fields(devices.interrupts), fields(concrete.devices.interrupts)) ??
    part('timers', timerFields(devices), timerFields(concrete.devices)) ??
    part('serial line', fields(devices.line), fields(concrete.devices.line)) ??
    memory(engine, [], now.memory) ??
    memory(engine, concrete.memory, now.memory) ??
    abstractMemory(concrete.memory, now.memory)
  )
}

/** A record's numbers by name, in the order of the names. */
const fields = (record: object): readonly (readonly [string, unknown])[] =>
  Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1))

const mmuFields = ({ mmu: { enabled, noFault, tablePointer, context, fault } }: Board): readonly unknown[] => [
  enabled,
  noFault,
  tablePointer | 0,
  context,
  fault.status,
  fault.address,
]

const timerFields = ({ timers: { at, scaler, reload, timers } }: Devices): readonly unknown[] => [
  at,
  scaler,
  reload,
  ...timers.map(fields),
]
