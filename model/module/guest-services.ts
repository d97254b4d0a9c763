/** The calls about the processor a partition believes it has: interrupts, traps, the return from them, caches. Read it beside spec/hypercall/tables.ts. */

import {
  cacheBits,
  cachesNamed,
  highest,
  returnedFromTrap,
  shownPsr,
  withBit,
  withCaches,
  withInterruptLevel,
  withPsr,
  withTable,
} from '../guest.ts'
import { behindHandler } from '../machine/kernel.ts'
import { errorOf } from '../health.ts'
import { may } from '../partition.ts'
import { allLevels, psr, type VirtualProcessor } from '../../spec/guest/vocabulary.ts'
import { disableCache, enableCache, flushCache, freezeCache, maskIrq, unmaskIrq } from '../../spec/hypercall/tables.ts'
import type { State } from '../../spec/module/vocabulary.ts'
import { decide } from '../../spec/statement.ts'
import { answered, argument, callerOf, silent, valued, type Calling } from './calling.ts'
import { raisedBy } from './health-services.ts'
import { coreOf, withCore, withProcessor, withProcessorOn, withWork, type Done } from './state.ts'
import { flushed, roomAbove } from './windows.ts'

const processorOf = (state: State, calling: Calling): VirtualProcessor => callerOf(state, calling).processor

/** A call that changes the caller's processor, its registers staying as they are. */
const changed = (
  state: State,
  calling: Calling,
  change: (v: VirtualProcessor, word: number) => VirtualProcessor,
): Done =>
  silent(withProcessor(state, calling.partition, change(processorOf(state, calling), argument(calling, 0))), calling)

export const setTable = (state: State, calling: Calling): Done => changed(state, calling, withTable)
export const setPsr = (state: State, calling: Calling): Done => changed(state, calling, withPsr)
export const enableInterrupts = (state: State, calling: Calling): Done => changed(state, calling, withInterruptLevel)
export const enableTraps = (state: State, calling: Calling): Done =>
  changed(state, calling, (v) => withBit(v, psr.ET, true))
export const disableTraps = (state: State, calling: Calling): Done =>
  changed(state, calling, (v) => withBit(v, psr.ET, false))
export const setMask = (state: State, calling: Calling): Done =>
  changed(state, calling, (v, levels) => ({ ...v, mask: levels & allLevels }))
export const force = (state: State, calling: Calling): Done =>
  changed(state, calling, (v, levels) => ({ ...v, pending: v.pending | (levels & allLevels) }))

/** EF, which only a partition with FPU_CONTROL can change. */
export const setFpu = (state: State, calling: Calling, enabled: boolean): Done =>
  may(callerOf(state, calling), 'FPU_CONTROL')
    ? changed(state, calling, (v) => withBit(v, psr.EF, enabled))
    : silent(state, calling)

/** The cache register, which only a partition with CACHE_CONTROL can change. */
export const setCaches = (state: State, calling: Calling): Done =>
  may(callerOf(state, calling), 'CACHE_CONTROL')
    ? changed(state, calling, (v, caches) => ({ ...v, caches: caches & 0xf }))
    : silent(state, calling)

/** disable_interrupts: the level before, in place; it becomes 15. */
export const disableInterrupts = (state: State, calling: Calling): Done => {
  const v = processorOf(state, calling)
  return valued(withProcessor(state, calling.partition, withInterruptLevel(v, psr.PIL)), calling, v.psr & psr.PIL)
}

/** A word of the processor, as it is. */
export const shown = (state: State, calling: Calling, part: 'tbr' | 'mask' | 'caches'): Done =>
  valued(state, calling, processorOf(state, calling)[part])

export const showPsr = (state: State, calling: Calling): Done =>
  valued(state, calling, shownPsr(processorOf(state, calling)))

/** rett: the innermost handler is over, and what it interrupted is computed on. */
export const returnFromTrap = (state: State, calling: Calling): Done => {
  const { processor, goesOn } = returnedFromTrap(processorOf(state, calling))
  const { core: c, partition } = calling
  const p = coreOf(state, c).context.processor
  if (p !== null) {
    const ready = roomAbove(state, calling, p)
    if (ready === null) return segmented(state, calling)
    const done = silent(withProcessor(ready, partition, processor), calling)
    return { ...done, state: withProcessorOn(done.state, c, behindHandler) }
  }
  const done = silent(withProcessor(state, calling.partition, processor), calling)
  if (goesOn === 0) return done
  const core = withWork(coreOf(done.state, calling.core), { kind: 'compute', left: goesOn })
  return { ...done, state: withCore(done.state, calling.core, core) }
}

/** A call of a binary program whose stack cannot be used: the error is the one of both traps of windows. */
const segmented = (state: State, calling: Calling): Done =>
  raisedBy(calling, silent(state, calling), errorOf('window_overflow'))

export const flushWindows = (state: State, calling: Calling): Done => {
  const p = coreOf(state, calling.core).context.processor
  const after = p === null ? state : flushed(state, calling, p)
  return after === null ? segmented(state, calling) : silent(after, calling)
}

/** GET_IRQ: the highest virtual interrupt that waits, which waits no more. */
export const takeInterrupt = (state: State, calling: Calling): Done => {
  const v = processorOf(state, calling)
  const level = highest(v.pending)
  const after =
    level === 0 ? state : withProcessor(state, calling.partition, { ...v, pending: v.pending & ~(1 << level) })
  return valued(after, calling, level)
}

/** MASK_IRQ and UNMASK_IRQ: a level is taken out of the mask, or put in. */
export const setLevel = (state: State, calling: Calling, service: 'MASK_IRQ' | 'UNMASK_IRQ'): Done => {
  const level = argument(calling, 0)
  const masks = service === 'MASK_IRQ'
  const row = decide((masks ? maskIrq : unmaskIrq).rows, {
    caller: calling.partition,
    known: 1 <= level && level <= 15,
    works: masks || calling.machine.world.profile.hypercall.unmask === 'works',
  })
  if (row.returns !== 'NO_ERROR') return answered(state, calling, row)
  const v = processorOf(state, calling)
  const mask = masks ? v.mask & ~(1 << level) : v.mask | (1 << level)
  return answered(withProcessor(state, calling.partition, { ...v, mask }), calling, row)
}

/** A call about caches: its table; what it makes of a cache; of the named ones, when they are so already, and when they cannot become so. */
interface Caching {
  readonly table: typeof enableCache
  readonly bits: (before: number) => number
  readonly already: (named: readonly number[]) => boolean
  readonly impossible: (named: readonly number[]) => boolean
}

const { disabled, frozen, enabled } = cacheBits
const never = (): boolean => false

const caching: { readonly [service in 'ENABLE_CACHE' | 'DISABLE_CACHE' | 'FREEZE_CACHE' | 'FLUSH_CACHE']: Caching } = {
  ENABLE_CACHE: {
    table: enableCache,
    bits: () => enabled,
    already: (named) => named.every((bits) => bits === enabled),
    impossible: never,
  },
  DISABLE_CACHE: {
    table: disableCache,
    bits: () => disabled,
    already: (named) => named.every((bits) => bits === disabled),
    impossible: never,
  },
  FREEZE_CACHE: {
    table: freezeCache,
    bits: (before) => (before === disabled ? disabled : frozen),
    already: (named) => named.every((bits) => bits === disabled || bits === frozen),
    impossible: (named) => named.every((bits) => bits === disabled),
  },
  FLUSH_CACHE: {
    table: flushCache,
    bits: (before) => before,
    already: never,
    impossible: (named) => named.some((bits) => bits === disabled),
  },
}

export const setCache = (state: State, calling: Calling, service: keyof typeof caching): Done => {
  const { table, bits, already, impossible } = caching[service]
  const named = argument(calling, 0)
  const v = processorOf(state, calling)
  const row = decide(table.rows, {
    caller: calling.partition,
    authorised: may(callerOf(state, calling), 'CACHE_CONTROL'),
    known: 1 <= named && named <= 3,
    impossible: impossible(cachesNamed(v, named)),
    already: already(cachesNamed(v, named)),
  })
  const changes = row.returns === 'NO_ERROR' && service !== 'FLUSH_CACHE'
  return answered(changes ? withProcessor(state, calling.partition, withCaches(v, named, bits)) : state, calling, row)
}
