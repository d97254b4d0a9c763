/** Codecs for what a case is made of beside its configuration: platform, profile, programs, events, choices. */

import * as t from 'io-ts'
import { trapNumber, type TrapType } from '../../spec/hal/vocabulary.ts'
import { serviceNames } from '../../spec/hypercall/vocabulary.ts'
import { profiles } from '../../spec/module/profiles.ts'
import { longestSection } from '../../spec/module/statements.ts'
import type {
  Call,
  Effect,
  EnvironmentEvent,
  Operand,
  Platform,
  Profile,
  Program,
  Run,
} from '../../spec/module/vocabulary.ts'
import { address, cycles, type Address, type Cycles } from '../../spec/words/vocabulary.ts'

const isBetween = (value: unknown, least: number, most: number): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= least && value <= most

/** A whole number in a range. */
export const between = (least: number, most: number): t.Type<number> => {
  const name = `a whole number from ${least} to ${most}`
  const is = (value: unknown): value is number => isBetween(value, least, most)
  return new t.Type(
    name,
    is,
    (value, context) => (is(value) ? t.success(value) : t.failure(value, context)),
    t.identity,
  )
}

/** A whole number in a range that the specification gives a meaning of its own. */
const branded = <A extends number>(least: number, most: number, make: (n: number) => A): t.Type<A, number> => {
  const plain = between(least, most)
  return new t.Type<A, number>(
    plain.name,
    (value): value is A => plain.is(value),
    (value, context) => (plain.is(value) ? t.success(make(value)) : t.failure(value, context)),
    (value) => value,
  )
}

/** One of some values, compared as they are. */
export const one = <A extends string | number>(...values: readonly A[]): t.Type<A> => {
  const is = (value: unknown): value is A => values.some((v) => v === value)
  return new t.Type(
    `one of ${values.join(', ')}`,
    is,
    (value, context) => (is(value) ? t.success(value) : t.failure(value, context)),
    t.identity,
  )
}

/** What reads one kind of record. */
interface Member<A> {
  readonly is: (value: unknown) => value is A
  readonly validate: (value: unknown, context: t.Context) => t.Validation<A>
}

/** Records told apart by a field, of parts that are stored as they are: what is wrong is said of the kind that is meant. */
const byField = <A>(field: string, members: Readonly<Record<string, Member<A>>>): t.Type<A, unknown> => {
  const memberOf = (value: unknown): Member<A> | undefined => {
    if (typeof value !== 'object' || value === null) return undefined
    const name: unknown = Object.entries(value).find(([key]) => key === field)?.[1]
    return typeof name === 'string' && Object.hasOwn(members, name) ? members[name] : undefined
  }
  return new t.Type<A, unknown>(
    `a record with "${field}"`,
    (value): value is A => memberOf(value)?.is(value) === true,
    (value, context) =>
      memberOf(value)?.validate(value, context) ??
      t.failure(value, context, `has no "${field}" that is one of ${Object.keys(members).join(', ')}`),
    t.identity,
  )
}

/** A list of so many at most. */
const atMost = <A>(most: number, list: t.Type<readonly A[], unknown>): t.Type<readonly A[], unknown> =>
  new t.Type<readonly A[], unknown>(
    `a list of at most ${most}`,
    (value): value is readonly A[] => list.is(value) && value.length <= most,
    (value, context) => {
      const items = list.validate(value, context)
      return items._tag === 'Right' && items.right.length > most
        ? t.failure(value, context, `has ${items.right.length} members; ${most} are the most`)
        : items
    },
    (items) => list.encode(items),
  )

const word = between(-0xffffffff, 0xffffffff)
const cycleCount: t.Type<Cycles, number> = branded(0, Number.MAX_SAFE_INTEGER, cycles)
const placeInMemory: t.Type<Address, number> = branded(0, 0xffffffff, address)

const isTrap = (name: string): name is TrapType => Object.hasOwn(trapNumber, name)
const trapTypes: readonly TrapType[] = Object.keys(trapNumber).filter(isTrap)

const relative = t.type({ resultPlus: word })

const operand: t.Type<Operand, unknown> = new t.Type<Operand, unknown>(
  'a word, or {resultPlus: a word}',
  (value): value is Operand => word.is(value) || relative.is(value),
  (value, context) => (typeof value === 'number' ? word.validate(value, context) : relative.validate(value, context)),
  t.identity,
)

/** How many arguments a call has at most: %o0 to %o4. */
const MOST_ARGUMENTS = 5

const call: t.Type<Call, unknown> = t.type({
  service: one(...serviceNames),
  arguments: atMost(MOST_ARGUMENTS, t.readonlyArray(operand)),
})

const effect: t.Type<Effect, unknown> = byField<Effect>('do', {
  access: t.type({
    do: t.literal('access'),
    kind: one('load', 'store', 'fetch'),
    size: one(1, 2, 4, 8),
    at: operand,
    value: operand,
  }),
  call: t.type({ do: t.literal('call'), call }),
  compute: t.type({ do: t.literal('compute'), cycles: between(0, Number.MAX_SAFE_INTEGER) }),
  privileged: t.type({ do: t.literal('privileged') }),
  fault: t.type({ do: t.literal('fault'), trap: one(...trapTypes) }),
})

const program: t.Type<Program, unknown> = t.readonlyArray(effect)

const event: t.Type<EnvironmentEvent, unknown> = byField<EnvironmentEvent>('kind', {
  interrupt: t.type({ kind: t.literal('interrupt'), at: cycleCount, core: between(0, 3) }),
  request: t.type({ kind: t.literal('request'), at: cycleCount, schedule: between(0, 0xffffffff) }),
  power: t.type({ kind: t.literal('power'), at: cycleCount }),
})

export const runCodec: t.Type<Run, unknown> = t.type({
  programs: t.readonlyArray(program),
  handlers: t.readonlyArray(program),
  events: t.readonlyArray(event),
  choices: t.readonlyArray(between(0, Number.MAX_SAFE_INTEGER)),
})

const cost = between(1, 1_000_000_000)

const platformShape = t.type({
  id: t.string,
  kernel: t.type({ base: placeInMemory, bytes: between(0x1000, 0x100000000) }),
  contextTable: placeInMemory,
  partitionsAt: placeInMemory,
  devicesAt: placeInMemory,
  cyclesPerTick: between(2, 1_000_000_000),
  costs: t.type({
    access: cost,
    trap: cost,
    service: cost,
    copy: cost,
    tick: cost,
    dispatch: cost,
    interrupt: cost,
    reload: cost,
  }),
})

/** A platform whose sections fit into a tick. */
export const platformCodec: t.Type<Platform, unknown> = new t.Type<Platform, unknown>(
  'a platform',
  (value): value is Platform => platformShape.is(value),
  (value, context) => {
    const shaped = platformShape.validate(value, context)
    return shaped._tag === 'Right' && longestSection(shaped.right) >= shaped.right.cyclesPerTick
      ? t.failure(value, context, 'has a section of the kernel that takes a tick or more')
      : shaped
  },
  (platform) => platformShape.encode(platform),
)

/** A profile is stored by its id: what it chooses is the specification's affair. */
export const profileCodec: t.Type<Profile, string> = new t.Type<Profile, string>(
  `one of ${profiles.map(({ id }) => id).join(', ')}`,
  (value): value is Profile => profiles.some((profile) => profile === value),
  (value, context) => {
    const profile = profiles.find(({ id }) => id === value)
    return profile === undefined ? t.failure(value, context) : t.success(profile)
  },
  ({ id }) => id,
)
