/** The words for what becomes of a published requirement: which statements specify it, or why none can. */

/** The two published sets. */
export type Origin = 'IMA-SP' | 'AIR multicore'

/** Why a requirement lies outside: what it asks for cannot be seen in any run of the model. */
export const reasons = {
  hardware: 'It is about a part of the processor or the board that the machine modelled here does not have.',
  performance: 'It bounds the time, memory or accuracy of an implementation on real hardware.',
  'tools and images':
    'It is about what there is before a module runs: schema, configurator, compilation, linking, images, loading.',
  process: 'It is about how software is developed, documented, qualified or tested.',
  'guest software':
    'It is about what runs inside a partition: an operating system, run-time libraries, the library that wraps the calls.',
  applications:
    'It is about what applications and system partitions do for each other, the spacecraft or the ground; to the hypervisor they are guests like any other.',
  'input and output': 'It is about I/O partitions, drivers, buses and what lies behind them.',
  'not in AIR':
    'AIR’s published kernel does not have the feature, and this specification has nothing that it could be seen in.',
  'not binding': 'It permits or prefers something: every behaviour satisfies it.',
} as const

export type Reason = keyof typeof reasons

const isReason = (name: string): name is Reason => name in reasons

export const reasonIds: readonly Reason[] = Object.keys(reasons).filter(isReason)

interface Disposed {
  /** As published. */
  readonly id: string
  /** What it is about, in a few words of ours. */
  readonly about: string
  /** What should be known besides: how far it is covered, or what comes near. */
  readonly note?: string
}

/** A requirement that statements of the catalogue, or rows of its tables, specify. */
export interface Specified extends Disposed {
  readonly specifiedBy: readonly [string, ...string[]]
}

export interface Outside extends Disposed {
  readonly outside: Reason
}

export type Disposition = Specified | Outside

/** Requirements that stand together, with what becomes of each. */
export interface Group {
  readonly of: Origin
  readonly title: string
  readonly dispositions: readonly Disposition[]
}

const noted = (note: string | undefined): { readonly note?: string } => (note === undefined ? {} : { note })

export const by = (
  id: string,
  about: string,
  specifiedBy: readonly [string, ...string[]],
  note?: string,
): Specified => ({ id, about, specifiedBy, ...noted(note) })

export const outside = (id: string, about: string, reason: Reason, note?: string): Outside => ({
  id,
  about,
  outside: reason,
  ...noted(note),
})
