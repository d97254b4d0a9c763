/** A scenario: what scripted guests do, step by step, and what is expected to come of it; bound to its configuration. */

import type { Position } from '../configuration/diagnostic.ts'
import type { TrapType } from '../../spec/hal/vocabulary.ts'
import type { ServiceName } from '../../spec/hypercall/vocabulary.ts'
import type {
  Effect,
  End,
  EnvironmentEvent,
  GuestImage,
  ModuleConfiguration,
  Platform,
  State,
} from '../../spec/module/vocabulary.ts'
import type { ProfileId } from '../../spec/statement.ts'
import { address, type ReturnCode } from '../../spec/words/vocabulary.ts'
import type { Scale } from './scales.ts'

/** What the first lines of a scenario say. */
export interface Header {
  readonly title: string
  /** Where it comes from: ids of test definitions, requirements, issues. */
  readonly sources: readonly string[]
  readonly profiles: readonly ProfileId[]
  /** How many ticks it lasts. */
  readonly ticks: number
  /** How many cycles a tick has. */
  readonly cycles: number
  /** Why nothing of it can be run; null if it can. */
  readonly outside: string | null
  readonly notes: readonly string[]
}

export interface Scenario extends Header {
  readonly file: string
  /** The configuration as it was found, from where the program runs; null for a scenario outside the model. */
  readonly configuration: { readonly file: string; readonly module: ModuleConfiguration } | null
  readonly platform: Platform
  /** The binary guest of each partition; null for one with a script. */
  readonly images: readonly (GuestImage | null)[]
  readonly scripts: readonly Script[]
  readonly events: readonly EnvironmentEvent[]
  readonly module: readonly Timed[]
  readonly steps: readonly Step[]
}

/** What the guest in one partition does, and what its handler of virtual traps does each time. */
export interface Script {
  readonly partition: number
  readonly program: readonly Statement[]
  readonly handler: readonly Statement[]
}

/** A step that lines refer to. */
export interface Step {
  readonly number: number
  readonly title: string | null
  /** Why it cannot be run; null if it can. */
  readonly outside: string | null
}

/** One thing that a guest does, and what is expected of it. */
export interface Statement extends Position {
  readonly says: string
  readonly step: number | null
  readonly does: Doing
  readonly expected: readonly Expected[]
  /** What is to be seen when it is done. */
  readonly then: readonly Seen[]
}

export type Doing =
  /** Effects, of which the last one counts; those before it prepare its records. */
  | {
      readonly kind: 'effects'
      readonly effects: readonly Effect[]
      readonly service: ServiceName | null
    }
  | { readonly kind: 'wait'; readonly until: Until }
  | { readonly kind: 'nothing' }

/** Until when a guest computes. */
export type Until =
  | { readonly kind: 'next window' }
  | { readonly kind: 'next frame' }
  | { readonly kind: 'window'; readonly identifier: number }
  | { readonly kind: 'tick'; readonly tick: number }

/** What is expected under some profiles; null: under all. */
interface Expecting extends Position {
  readonly profiles: readonly ProfileId[] | null
}

/** An expected outcome of a statement, with fields of the record it reports. */
export interface Expected extends Expecting {
  readonly outcome: Outcome
  readonly fields: readonly Observation[]
}

/** Something to be seen. */
export interface Seen extends Expecting {
  readonly says: string
  readonly observation: Observation
}

/** Something to be seen at the end of a tick, or of the run. */
export interface Timed extends Seen {
  readonly at: number | 'end'
  readonly step: number | null
}

export type Outcome =
  | { readonly kind: 'code'; readonly code: ReturnCode }
  | { readonly kind: 'value'; readonly wants: Wanted; readonly scale: Scale }
  | { readonly kind: 'done' }
  /** A trap; null: whichever. */
  | { readonly kind: 'trap'; readonly trap: TrapType | null }
  /** The caller is halted or restarted. */
  | { readonly kind: 'no return' }
  | { readonly kind: 'reset' }
  | { readonly kind: 'end'; readonly end: End }
  /** The run is left: what happens then is not specified. */
  | { readonly kind: 'left' }
  /** The same instruction is executed again, for ever. */
  | { readonly kind: 'loops' }
  /** It never comes to that. */
  | { readonly kind: 'never' }

/** A number as it is wanted: beside a constant, or beside what an earlier line called by a name; and a name for it. */
export interface Wanted {
  readonly compare: 'is' | 'at least' | 'at most' | 'any'
  readonly base: string | null
  readonly plus: number
  readonly keep: string | null
}

/** Something of a state, and what it is wanted to be. */
export type Observation =
  | {
      readonly kind: 'number'
      readonly says: string
      readonly scale: Scale
      /** Null: there is no such thing in this state. */
      readonly read: (state: State) => number | null
      readonly wants: Wanted
    }
  | {
      readonly kind: 'text'
      readonly says: string
      readonly read: (state: State) => string | null
      readonly wants: string
    }
  /** What a partition has printed so far: all of it, or some text in it. */
  | {
      readonly kind: 'printed'
      readonly says: string
      readonly partition: number
      readonly whole: boolean
      readonly wants: string
    }

/** How many cycles a tick has unless it is said: more than any script needs for what it does in one. */
export const usualCycles = 1000

const reload = 100

/** A tick is longer than any section of the kernel, and a run is short enough to be taken on the model. */
export const leastCycles = reload + 1
export const mostSteps = 400_000

/** Longer than any scenario. */
export const forever = 2 ** 30

/**
 * The platform scenarios run on: what things cost never matters there, for ticks are long; and no partition’s own
 * addresses are those at which some partition’s memory lies, so that an attempt upon that memory is one.
 */
export const platformFrom = (map: Platform, cyclesPerTick: number): Platform => ({
  ...map,
  id: 'scenario',
  partitionsAt: address(0x50000000),
  cyclesPerTick,
  costs: { access: 1, trap: 1, service: 1, copy: 1, tick: 1, dispatch: 1, interrupt: 1, reload },
})
