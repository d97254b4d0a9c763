/** What the threads of a campaign tell each other, decoded where it arrives. */

import { isRight } from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { caseCodec, findingCodec, worldCodec } from '../../counterexample/codec.ts'

const bytes = new t.Type<Uint8Array>(
  'bytes',
  (value): value is Uint8Array => value instanceof Uint8Array,
  (value, context) => (value instanceof Uint8Array ? t.success(value) : t.failure(value, context)),
  t.identity,
)

const shared = new t.Type<SharedArrayBuffer>(
  'shared memory',
  (value): value is SharedArrayBuffer => value instanceof SharedArrayBuffer,
  (value, context) => (value instanceof SharedArrayBuffer ? t.success(value) : t.failure(value, context)),
  t.identity,
)

const orNull = <A, O>(codec: t.Type<A, O>) => t.union([codec, t.null])

/** What one thread is to try: the cases `first`, `first + stride`, … below `cases`, until an instant of the clock. */
export const orderCodec = t.type({
  seed: t.number,
  world: worldCodec,
  seeded: orNull(t.record(t.string, t.string)),
  first: t.number,
  stride: t.number,
  cases: t.number,
  until: orNull(t.number),
  /** Whether to go on after a violation, for one of each kind. */
  all: t.boolean,
  flags: shared,
})

export type Order = t.TypeOf<typeof orderCodec>

const foundCodec = t.type({ index: t.number, finding: findingCodec, case: caseCodec })

export type Discovery = t.TypeOf<typeof foundCodec>

const toThread = t.union([
  t.type({ kind: t.literal('hunt'), order: orderCodec }),
  /** Make the case of this index smaller, as far as it shows `key`. */
  t.type({ kind: t.literal('shrink'), index: t.number, key: t.string }),
])

const fromThread = t.union([
  t.type({
    kind: t.literal('progress'),
    cases: t.number,
    steps: t.number,
    reach: t.record(t.string, t.number),
    states: bytes,
  }),
  t.type({ kind: t.literal('found'), discovery: foundCodec }),
  t.type({ kind: t.literal('done') }),
  t.type({
    kind: t.literal('shrunk'),
    key: t.string,
    discovery: foundCodec,
    from: t.number,
    tried: t.number,
  }),
  t.type({ kind: t.literal('failed'), why: t.string }),
])

export type ToThread = t.TypeOf<typeof toThread>
export type FromThread = t.TypeOf<typeof fromThread>

/** A message as it is sent. */
export const posted = (message: ToThread): unknown => toThread.encode(message)
export const told = (message: FromThread): unknown => fromThread.encode(message)

/** A message as it arrives; null for what this program does not say. */
export const heardByThread = (message: unknown): ToThread | null => {
  const decoded = toThread.decode(message)
  return isRight(decoded) ? decoded.right : null
}

export const heardFromThread = (message: unknown): FromThread | null => {
  const decoded = fromThread.decode(message)
  return isRight(decoded) ? decoded.right : null
}
