/** The events of a trace of a kernel, format 1, and their codec: what each must say, and what it may say (docs/trace.md). */

import * as t from 'io-ts'
import { hexBytes, natural, oneOf, orNull, text, truth, upTo, whole, word } from './scalars.ts'

/** The version of the format that is read here. */
export const formatVersion = 1

const tick = whole(-1, Number.MAX_SAFE_INTEGER)
const part = orNull(text)
const identifier = whole(-1, 0x7fffffff)

/** Times that no event needs: they are read by people, not by the replay. */
const clocks = { t_ns: t.unknown, ic: natural }
const common = { n: natural, ...clocks }
/** What most events say of the instant: the kernel's count of ticks, whom the core belongs to. */
const instant = { ...common, tick, part }
/** What every trap says of the instruction that was interrupted. */
const trapped = { ...instant, mtf_tick: natural, tt: whole(0, 255), user: truth, pc: word, npc: word, name: text }

/** What stands in the caller's memory: before a call what the kernel reads, after it what it wrote. */
const memory = upTo(16, t.readonly(t.type({ at: word, bytes: hexBytes })))

/** A kind of event: the fields it must have, those it may have. */
const kind = <R extends t.Props, O extends t.Props>(required: R, optional: O) =>
  ({ required, optional, codec: t.intersection([t.type(required), t.partial(optional)]) }) as const

const modes = oneOf('IDLE', 'COLD_START', 'WARM_START', 'NORMAL')
const states = oneOf('NOT_RUN', 'INIT', 'RUNNING', 'HALTED', 'READY')

/** By `ev`; traps by `trap.kind`. */
export const kinds = {
  meta: kind({ ev: t.literal('meta') }, { ...common, format: whole(1, 1), clock_level: whole(1, 15) }),
  end: kind({ ev: t.literal('end') }, { ...common, reason: t.unknown }),
  'trap.irq': kind({ ev: t.literal('trap'), kind: t.literal('irq'), level: whole(1, 15) }, trapped),
  'trap.oscall': kind(
    { ev: t.literal('trap'), kind: t.literal('oscall'), nr: word, args: upTo(5, word) },
    { ...trapped, str: text, text, memory },
  ),
  'trap.pvcall': kind({ ev: t.literal('trap'), kind: t.literal('pvcall'), nr: word, args: upTo(5, word) }, trapped),
  'trap.swtrap': kind(
    { ev: t.literal('trap'), kind: t.literal('swtrap'), tt: whole(128, 255) },
    { ...trapped, args: upTo(5, word) },
  ),
  'trap.fault': kind(
    { ev: t.literal('trap'), kind: t.literal('fault'), tt: whole(1, 127) },
    { ...trapped, insn: t.unknown },
  ),
  rett: kind({ ev: t.literal('rett'), of: text }, { ...instant, to: word, user: truth, i0: word, i1: word, memory }),
  vtrap: kind({ ev: t.literal('vtrap') }, { ...instant, of: text, user: truth, handler: word, tt: whole(0, 255) }),
  switch: kind(
    { ev: t.literal('switch'), part, window: orNull(identifier) },
    {
      ...common,
      tick,
      mtf_tick: natural,
      next_switch: natural,
      ctx: orNull(natural),
      sched: identifier,
      next_sched: identifier,
    },
  ),
  mmu_ctx: kind({ ev: t.literal('mmu_ctx'), ctx: natural }, { ...instant, mmu_ctrl: t.unknown }),
  pstate: kind(
    { ev: t.literal('pstate'), part: text },
    {
      ...common,
      tick,
      mode: modes,
      state: states,
      perm: word,
      start_cond: whole(0, 3),
      restarts: natural,
      window: identifier,
    },
  ),
  devaccess: kind(
    {
      ev: t.literal('devaccess'),
      op: oneOf('load', 'store'),
      size: whole(1, 8),
      addr: word,
      by: oneOf('partition', 'kernel'),
    },
    { ...instant, pc: word },
  ),
  polls: kind({ ev: t.literal('polls'), name: text, count: natural }, instant),
  repeated: kind({ ev: t.literal('repeated'), count: natural }, { ...common, what: t.unknown }),
} as const

export type KindName = keyof typeof kinds
export type EventOf<K extends KindName> = Readonly<t.TypeOf<(typeof kinds)[K]['codec']>>
export type CallEvent = EventOf<'trap.oscall'> | EventOf<'trap.pvcall'> | EventOf<'trap.swtrap'>
export type Event = { readonly [K in KindName]: EventOf<K> }[KindName]

/** A line of a trace that could be read: what it says, where it stands, which of its fields nothing is known of. */
export interface Recorded {
  readonly line: number
  /** Null for a kind of event that this version does not know. */
  readonly event: Event | null
  /** Its kind: `ev`, and for a trap its `kind`. */
  readonly kind: string
  readonly ignored: readonly string[]
}

/** Its number as the recorder gave it, or the number of its line. */
export const numberOf = ({ event, line }: Recorded): string =>
  event?.n === undefined ? `line ${line}` : `n=${event.n}`
