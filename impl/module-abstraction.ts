/**
 * The abstraction: the state of the specification, read off the emulator's cells. Not fast, and nothing that runs uses
 * it.
 */

import type { VirtualProcessor } from '../spec/guest/vocabulary.ts'
import { trapNumber, type TrapType } from '../spec/hal/vocabulary.ts'
import type { ErrorLevel, HealthState, PartitionHealth, SystemState } from '../spec/health/vocabulary.ts'
import { levelNumber } from '../spec/health/vocabulary.ts'
import { serviceNames } from '../spec/hypercall/vocabulary.ts'
import type { Processor } from '../spec/machine/vocabulary.ts'
import type {
  End,
  ModuleContext,
  ModuleCore,
  ModulePartition,
  ResolvedCall,
  State,
  Work,
} from '../spec/module/vocabulary.ts'
import { startConditionNumber, type StartCondition } from '../spec/partition/vocabulary.ts'
import { freshnessNumber, type ChannelState, type Freshness, type PortsState } from '../spec/ports/vocabulary.ts'
import type { CoreTime, TimeOfDay, TimeState } from '../spec/time/vocabulary.ts'
import {
  cycles,
  partitionIndex,
  scheduleIndex,
  ticks,
  word,
  wordsPerLine,
  type Memory,
  type Page,
} from '../spec/words/vocabulary.ts'
import { outerCell, outerCells, processorCell, processorCells, type Processors } from './guest.ts'
import type { ContextProcessors } from './hal-processors.ts'
import { contextCell, contextCells, coreCell, coreCells, level, operandCells, type Cores } from './hal.ts'
import { end, entryCell, entryCells, fateCell, healthCell, type Health } from './health.ts'
import { fromSupervisor } from './hypercall-caller.ts'
import { mmuCell } from './mmu.ts'
import { trapFromSupervisor } from './module-effects.ts'
import type { Holders } from './module-parts.ts'
import { processorIn, processorOn } from './module-processor-abstraction.ts'
import { consumedCell } from './module-programs.ts'
import { changeActions, modes, partitionCell, partitionCells, states, work } from './partition.ts'
import { channelCell, type Channels } from './ports-channels.ts'
import type { Ports } from './ports.ts'
import { nobody, partitionOf, timeCell, virtualCoreOf, windowCell, windowCells, type Clock } from './time.ts'
import type { PhysicalMemory } from './words-memory.ts'

export const abstraction = (holders: Holders): State => {
  const { memory, cores, contexts, clock, partitions, secondaries, ports, health, fate, script } = holders
  const consumed = script.cells.now
  const loader = partitions.loader.now[0]
  return {
    time: abstractTime(clock, cores.count),
    partitions: Array.from({ length: partitions.count }, (_, p) => abstractPartition(holders, p)),
    secondaries: Array.from({ length: secondaries.count }, (_, k) =>
      abstractContext(secondaries.cells.now, k * contextCells, processorIn(contexts, contexts.partitions + k)),
    ),
    cores: Array.from({ length: cores.count }, (_, core) => abstractCore(cores, contexts, core)),
    memory: abstractMemory(memory),
    ports: abstractPorts(ports),
    health: abstractHealth(health),
    loader: loader === 0 ? null : loader - 1,
    resets: fate.cells.now[fateCell.resets],
    end: ends[fate.cells.now[fateCell.end]],
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
    day: abstractDay(now),
  }
}

const abstractDay = (now: Float64Array): TimeOfDay | null =>
  now[timeCell.isDaySet] === 0 ? null : { seconds: now[timeCell.seconds], nanoseconds: now[timeCell.nanoseconds] }

const abstractWindow = (now: Float64Array, at: number): CoreTime => {
  const runner = now[at + windowCell.runner]
  return {
    windowStart: ticks(now[at + windowCell.start]),
    windowEnd: ticks(now[at + windowCell.end]),
    running:
      runner === nobody ? null : { partition: partitionIndex(partitionOf(runner)), virtualCore: virtualCoreOf(runner) },
    ended: now[at + windowCell.ended] !== 0,
    lentUntil: ticks(now[at + windowCell.lentUntil]),
  }
}

const abstractPartition = ({ partitions, contexts, processors, health }: Holders, p: number): ModulePartition => {
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
    health: abstractPartitionHealth(health, processors, p),
    processor: abstractProcessor(processors, p),
    context: abstractContext(now, at + partitionCell.context, processorIn(contexts, p)),
  }
}

const abstractPartitionHealth = (health: Health, processors: Processors, p: number): PartitionHealth => ({
  state: health.stateOf(p) as SystemState,
  before: health.before(p) as SystemState,
  events: digits(health.records.get(p, healthCell.errors), health.unread(p)),
  pending: processors.get(p, processorCell.healthEvent) !== 0,
})

/** So many digits of a number to the base 16, the lowest first. */
const digits = (number: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, i) => Math.floor(number / 16 ** i) % 16)

const abstractProcessor = ({ records, outer }: Processors, p: number): VirtualProcessor => {
  const cells = records.now.subarray(p * processorCells, (p + 1) * processorCells)
  const around = outer.now.subarray(p * outerCells, (p + 1) * outerCells)
  const count = cells[processorCell.activations]
  const activation = (i: number) =>
    i === count - 1
      ? { next: cells[processorCell.next], interrupted: cycles(cells[processorCell.interrupted]) }
      : { next: around[2 * i + outerCell.next], interrupted: cycles(around[2 * i + outerCell.interrupted]) }
  return {
    psr: cells[processorCell.psr],
    tbr: cells[processorCell.tbr],
    pending: cells[processorCell.pending],
    mask: cells[processorCell.mask],
    events: cells[processorCell.events],
    caches: cells[processorCell.caches],
    activations: Array.from({ length: count }, (_, i) => activation(i)),
  }
}

const abstractCore = (cores: Cores, contexts: ContextProcessors, core: number): ModuleCore => {
  const now = cores.cells.now
  const registers = cores.mmu.registers
  const space = registers.now[core * registers.stride + mmuCell.space]
  return {
    at: cycles(now[core * coreCells + coreCell.at]),
    context: abstractContext(now, cores.context(core), processorOn(contexts, core)),
    space: space === 0 ? null : space - 1,
    masked: false,
    timer: cycles(now[core * coreCells + coreCell.timer]),
    fault: cores.mmu.fault(core),
    cached: cores.mmu.usedTranslations(core),
  }
}

const abstractContext = (now: Float64Array, at: number, processor: Processor | null): ModuleContext => ({
  level: now[at + contextCell.level] === level.supervisor ? 'supervisor' : 'user',
  registers: { high: word(now[at + contextCell.high]), low: word(now[at + contextCell.low]) },
  work: abstractWork(now, at),
  processor,
})

const abstractWork = (now: Float64Array, at: number): Work => {
  const argument = now[at + contextCell.argument]
  switch (now[at + contextCell.work]) {
    case work.none:
      return { kind: 'none' }
    case work.compute:
      return { kind: 'compute', left: cycles(argument) }
    case work.call:
      return { kind: 'call', call: abstractCall(now, at, argument), from: levelFrom(argument, fromSupervisor) }
    case work.copy: {
      const called = now[at + contextCell.call]
      const call = abstractCall(now, at, called)
      return { kind: 'copy', call, from: levelFrom(called, fromSupervisor), left: cycles(argument) }
    }
    case work.trap: {
      const type = argument % trapFromSupervisor
      const trap = trapTypes.find((name) => trapNumber[name] === type) as TrapType
      return { kind: 'trap', trap, from: levelFrom(argument, trapFromSupervisor) }
    }
    case work.reload:
      return { kind: 'reload', left: cycles(argument) }
    default:
      return { kind: 'idle' }
  }
}

const levelFrom = (argument: number, supervisor: number): 'user' | 'supervisor' =>
  argument >= supervisor ? 'supervisor' : 'user'

const abstractCall = (now: Float64Array, at: number, called: number): ResolvedCall => {
  const operands = at + contextCell.operands
  return {
    service: serviceNames[(called & (fromSupervisor - 1)) - 1],
    arguments: [...now.subarray(operands, operands + operandCells)],
  }
}

const abstractPorts = (ports: Ports): PortsState => ({
  ports: ports.places.map((_, port) => ({
    created: ports.isCreated(port),
    freshness: freshnesses[ports.freshness(port)],
  })),
  channels: ports.channels.shapes.map((_, channel) => abstractChannel(ports.channels, channel)),
})

const abstractChannel = (channels: Channels, channel: number): ChannelState => {
  const holder = channels.records.get(channel, channelCell.holder)
  return {
    messages: Array.from({ length: channels.count(channel) }, (_, i) => ({
      bytes: [...channels.bytesAt(channel, i)],
      at: ticks(channels.writtenAt(channel, i)),
    })),
    overflowed: channels.hasOverflowed(channel),
    holder:
      holder === 0
        ? null
        : {
            partition: Math.floor((holder - 1) / 2),
            direction: channels.isHeldByWriter(channel) ? 'SOURCE' : 'DESTINATION',
          },
  }
}

const abstractHealth = (health: Health): HealthState => {
  const now = health.entries.now
  return {
    log: Array.from({ length: health.length }, (_, i) => ({
      date: ticks(now[i * entryCells + entryCell.date]),
      error: now[i * entryCells + entryCell.error],
      level: levels[now[i * entryCells + entryCell.level]],
      partition: now[i * entryCells + entryCell.partition],
    })),
    locked: health.isLocked,
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
const freshnesses = (Object.keys(freshnessNumber) as Freshness[]).sort(
  (a, b) => freshnessNumber[a] - freshnessNumber[b],
)
/** By number; no level has 0. */
const levels: readonly ErrorLevel[] = ['MODULE', ...(Object.keys(levelNumber) as ErrorLevel[])]
const ends: readonly (End | null)[] = Object.keys(end).map((name) => (name === 'none' ? null : (name as End)))
