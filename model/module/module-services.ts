/** The calls about the module as a whole, its cores and its bus; and those that look at memory. Read it beside spec/hypercall/tables.ts. */

import * as E from 'fp-ts/lib/Either.js'
import { reached, textLength } from '../hypercall.ts'
import { translate } from '../mmu.ts'
import { levelOf, may } from '../partition.ts'
import {
  bootCore,
  getAmbaconf,
  restartTheModule,
  shutdownTheModule,
  unassignedNumbers,
} from '../../spec/hypercall/tables.ts'
import { serviceNames, serviceOf, trapOf } from '../../spec/hypercall/vocabulary.ts'
import { accessType } from '../../spec/mmu/vocabulary.ts'
import type { State } from '../../spec/module/vocabulary.ts'
import type { PartitionConfiguration } from '../../spec/partition/vocabulary.ts'
import { decide, impossible } from '../../spec/statement.ts'
import { address } from '../../spec/words/vocabulary.ts'
import {
  answered,
  argument,
  blank,
  callerOf,
  left,
  reported,
  valued,
  viewOf,
  wordsAt,
  type Calling,
} from './calling.ts'
import { reset } from './dispatch.ts'
import { beginningsOf, secondariesIn } from './machine.ts'
import { contextOf, coreOf, later, withContext, withCore, type Done } from './state.ts'

const configuredOf = ({ machine, partition: p }: Calling): PartitionConfiguration =>
  machine.world.configuration.partitions[p] ?? impossible(`no partition ${p}`, 'TIME-I1')

export const coreCount = (state: State, calling: Calling): Done => valued(state, calling, configuredOf(calling).cores)

/** GET_CORE_ID: the virtual core that calls. */
export const coreId = (state: State, calling: Calling): Done =>
  valued(state, calling, state.time.cores[calling.core]?.running?.virtualCore ?? 0)

export const restartModule = (state: State, calling: Calling): Done => {
  const { machine, core: c } = calling
  const row = decide(restartTheModule.rows, {
    caller: calling.partition,
    authorised: may(callerOf(state, calling), 'MODULE_CONTROL'),
    works: machine.world.profile.hypercall.restartModule === 'restarts',
  })
  const done = answered(state, calling, row)
  return row.returns === 'NO_ERROR'
    ? { ...done, state: reset(machine, state, c, machine.world.platform.costs.service) }
    : done
}

export const shutDownModule = (state: State, calling: Calling): Done => {
  const { machine, core: c } = calling
  const row = decide(shutdownTheModule.rows, {
    caller: calling.partition,
    authorised: may(callerOf(state, calling), 'MODULE_CONTROL'),
    works: true,
  })
  const done = answered(state, calling, row)
  if (row.returns !== 'NO_ERROR') return done
  const core = later(coreOf(state, c), machine.world.platform.costs.service)
  return { ...done, state: { ...withCore(state, c, core), end: 'shutdown' } }
}

/** BOOT_CORE: a virtual core of the caller begins its program. */
export const boot = (state: State, calling: Calling): Done => {
  const { machine, partition } = calling
  const core = argument(calling, 0)
  const secondary = secondariesIn(machine, partition)[core - 1]
  const row = decide(bootCore.rows, {
    caller: partition,
    known: core === 0 || secondary !== undefined,
    booted: secondary === undefined || contextOf(machine, state, secondary).work.kind !== 'idle',
  })
  const done = answered(state, calling, row)
  if (row.returns !== 'NO_ERROR' || secondary === undefined) return done
  const level = levelOf(machine.world.profile.partition, configuredOf(calling), callerOf(state, calling))
  const context = beginningsOf(machine, partition).fresh(level, address(argument(calling, 1) & ~3))
  return { ...done, state: withContext(machine, done.state, secondary, context) }
}

export const busTable = (state: State, calling: Calling): Done =>
  reported(state, calling, getAmbaconf.rows, wordsAt(argument(calling, 0), blank(1)), (pointer) => [
    { caller: calling.partition, pointer },
  ])

/** The first number of trap 0x80 beyond its calls. */
const firstBeyond =
  1 + Math.max(...serviceNames.map(serviceOf).map(({ trap, number }) => (trap === trapOf.call ? number : -1)))

export const unassigned = (state: State, calling: Calling): Done => {
  const first = argument(calling, 0) === trapOf.call && argument(calling, 1) === firstBeyond
  const accepted = first && calling.machine.world.profile.hypercall.unassignedNumber === 'one accepted'
  return answered(state, calling, decide(unassignedNumbers.rows, { caller: calling.partition, accepted }))
}

/** GET_P_ADDR: where a load by the caller would go. */
export const physicalAddress = (state: State, calling: Calling): Done => {
  const { machine, core, from } = calling
  const space = { contextTable: machine.hardware.contextTable, context: coreOf(state, core).space ?? 0 }
  const found = translate(state.memory, space, accessType('load', from), address(argument(calling, 0)))
  const reaches = E.isRight(found) && !machine.hardware.beyond(found.right.physical)
  return valued(state, calling, reaches ? found.right.physical : 0)
}

/** PRINT: how much of the text there is. */
export const print = (state: State, calling: Calling): Done => {
  const place = { at: argument(calling, 0), bytes: argument(calling, 1), unit: 1 } as const
  const text = reached(viewOf(state, calling), 'load', place)
  if (text.valid && text.beyond) return left(state, calling)
  return valued(state, calling, text.valid ? textLength(state.memory, text) : 0)
}
