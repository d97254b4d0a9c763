/**
 * The abstraction: the state of the specification, read off the emulator's cells. Not fast, and nothing that runs uses
 * it.
 */

import { trapNumber, type TrapType } from '../spec/hal/vocabulary.ts'
import type {
  ModuleContext,
  ModuleCore,
  ModulePartition,
  ResolvedCall,
  State,
  Work,
} from '../spec/module/vocabulary.ts'
import { startConditionNumber, type StartCondition } from '../spec/partition/vocabulary.ts'
import type { CoreTime, TimeState } from '../spec/time/vocabulary.ts'
import {
  address,
  cycles,
  partitionIndex,
  scheduleIndex,
  ticks,
  word,
  wordsPerLine,
  type Memory,
  type Page,
} from '../spec/words/vocabulary.ts'
import { contextCell, coreCell, coreCells, level, type Cores } from './hal.ts'
import { mmuCell } from './mmu.ts'
import type { Parts } from './module-parts.ts'
import { consumedCell } from './module-programs.ts'
import { fromSupervisor, service } from './partition-services.ts'
import { changeActions, modes, partitionCell, partitionCells, states, work, type Partitions } from './partition.ts'
import { nobody, partitionOf, timeCell, virtualCoreOf, windowCell, windowCells, type Clock } from './time.ts'
import type { PhysicalMemory } from './words-memory.ts'

export const abstraction = ({ memory, cores, clock, partitions, script }: Parts): State => {
  const consumed = script.cells.now
  return {
    time: abstractTime(clock, cores.count),
    partitions: Array.from({ length: partitions.count }, (_, p) => abstractPartition(partitions, p, script.names)),
    cores: Array.from({ length: cores.count }, (_, core) => abstractCore(cores, core, script.names)),
    memory: abstractMemory(memory),
    consumed: {
      effects: [...consumed.subarray(consumedCell.effects, script.eventsAt)],
      events: [...consumed.subarray(script.eventsAt)],
      choices: consumed[consumedCell.choices],
    },
    left: consumed[consumedCell.left] !== 0,
  }
}

const abstractTime = (clock: Clock, cores: number): TimeState => {
  const now = clock.cells.now
  return {
    total: ticks(now[timeCell.total]),
    frame: ticks(now[timeCell.frame]),
    schedule: scheduleIndex(now[timeCell.schedule]),
    next: scheduleIndex(now[timeCell.next]),
    lastSwitch: ticks(now[timeCell.lastSwitch]),
    cores: Array.from({ length: cores }, (_, core) => abstractWindow(clock.windows.now, core * windowCells)),
  }
}

const abstractWindow = (now: Float64Array, at: number): CoreTime => {
  const runner = now[at + windowCell.runner]
  return {
    windowStart: ticks(now[at + windowCell.start]),
    windowEnd: ticks(now[at + windowCell.end]),
    running:
      runner === nobody ? null : { partition: partitionIndex(partitionOf(runner)), virtualCore: virtualCoreOf(runner) },
    ended: now[at + windowCell.ended] !== 0,
  }
}

const abstractPartition = (partitions: Partitions, p: number, names: readonly string[]): ModulePartition => {
  const now = partitions.cells.now
  const at = p * partitionCells
  return {
    mode: modes[now[at + partitionCell.mode]],
    state: states[now[at + partitionCell.state]],
    startCondition: startConditions[now[at + partitionCell.startCondition]],
    restarts: now[at + partitionCell.restarts],
    permissions: now[at + partitionCell.permissions],
    period: ticks(now[at + partitionCell.period]),
    duration: ticks(now[at + partitionCell.duration]),
    elapsed: ticks(now[at + partitionCell.elapsed]),
    window: now[at + partitionCell.window] - 1,
    pendingAction: changeActions[now[at + partitionCell.pendingAction]],
    context: abstractContext(now, at + partitionCell.context, names),
  }
}

const abstractCore = (cores: Cores, core: number, names: readonly string[]): ModuleCore => {
  const now = cores.cells.now
  const registers = cores.mmu.registers
  const space = registers.now[core * registers.stride + mmuCell.space]
  return {
    at: cycles(now[core * coreCells + coreCell.at]),
    context: abstractContext(now, cores.context(core), names),
    space: space === 0 ? null : space - 1,
    masked: false,
    timer: cycles(now[core * coreCells + coreCell.timer]),
    fault: cores.mmu.fault(core),
    cached: cores.mmu.usedTranslations(core),
  }
}

const abstractContext = (now: Float64Array, at: number, names: readonly string[]): ModuleContext => ({
  level: now[at + contextCell.level] === level.supervisor ? 'supervisor' : 'user',
  registers: { high: word(now[at + contextCell.high]), low: word(now[at + contextCell.low]) },
  work: abstractWork(now, at, names),
})

const abstractWork = (now: Float64Array, at: number, names: readonly string[]): Work => {
  const argument = now[at + contextCell.argument]
  switch (now[at + contextCell.work]) {
    case work.none:
      return { kind: 'none' }
    case work.compute:
      return { kind: 'compute', left: cycles(argument) }
    case work.call:
      return {
        kind: 'call',
        call: abstractCall(now, at, names),
        from: argument >= fromSupervisor ? 'supervisor' : 'user',
      }
    case work.trap:
      return { kind: 'trap', trap: trapTypes.find((trap) => trapNumber[trap] === argument) as TrapType }
    case work.reload:
      return { kind: 'reload', left: cycles(argument) }
    default:
      return { kind: 'idle' }
  }
}

const abstractCall = (now: Float64Array, at: number, names: readonly string[]): ResolvedCall => {
  const [first, second] = [now[at + contextCell.first], now[at + contextCell.second]]
  const name = names[now[at + contextCell.name]]
  const pointer = address(second)
  switch (now[at + contextCell.argument] & (fromSupervisor - 1)) {
    case service.SET_PARTITION_MODE:
      return { service: 'SET_PARTITION_MODE', partition: first, mode: second }
    case service.GET_PARTITION_STATUS:
      return { service: 'GET_PARTITION_STATUS', partition: first, pointer }
    case service.GET_PARTITION_ID:
      return { service: 'GET_PARTITION_ID', name, pointer }
    case service.SET_SCHEDULE:
      return { service: 'SET_SCHEDULE', schedule: first }
    case service.GET_SCHEDULE_ID:
      return { service: 'GET_SCHEDULE_ID', name, pointer }
    case service.GET_SCHEDULE_STATUS:
      return { service: 'GET_SCHEDULE_STATUS', pointer }
    default:
      return { service: 'END_WINDOW' }
  }
}

/** Memory as a value, cut as `withWord` cuts it, but a page at a time. */
const abstractMemory = (memory: PhysicalMemory): Memory => {
  const regions: (((Page | undefined)[] | undefined)[] | undefined)[] = []
  for (const { at, words } of memory.pages()) {
    const segments = grown(regions, at >>> 24)
    const pages = grown(segments, (at >>> 18) & 63)
    const page = (at >>> 12) & 63
    while (pages.length < page) pages.push(undefined)
    pages.push(lines(words))
  }
  return regions
}

/** A page as lines of plain numbers; a line of zeros is left out, as in memory that was never written. */
const lines = (words: Int32Array): Page => {
  const page: (number[] | undefined)[] = []
  for (let at = 0; at < words.length; at += wordsPerLine) page.push(line(words, at))
  return page
}

const line = (words: Int32Array, at: number): number[] | undefined => {
  let any = 0
  for (let i = at; i < at + wordsPerLine; i++) any |= words[i]
  if (any === 0) return undefined
  const plain = new Array<number>(wordsPerLine)
  for (let i = 0; i < wordsPerLine; i++) plain[i] = words[at + i]
  return plain
}

/**
 * The list at an index of a list of lists, which grows to hold it; what it grows by are holes until they are filled.
 */
const grown = <T>(lists: (T[] | undefined)[], index: number): T[] => {
  while (lists.length < index) lists.push(undefined)
  return (lists[index] ??= [])
}

const trapTypes = Object.keys(trapNumber) as TrapType[]
const startConditions = (Object.keys(startConditionNumber) as StartCondition[]).sort(
  (a, b) => startConditionNumber[a] - startConditionNumber[b],
)
