/** A thread of a campaign: it searches as it is told, and then makes smaller what was found. */

import { parentPort } from 'node:worker_threads'
import { isLeft } from 'fp-ts/lib/Either.js'
import { caseAt } from '../../../properties/hunt.ts'
import { keyOf, shownBy, smallest, stored } from '../../counterexample/findings.ts'
import { engineFrom } from '../engine.ts'
import { Flags } from './flags.ts'
import { heardByThread, told, type FromThread, type Order, type ToThread } from './messages.ts'
import { scopeOf, search } from './search.ts'

/** Milliseconds that making one counterexample smaller takes at most. */
const LONGEST = 60_000

const port = parentPort
let order: Order | null = null

const say = (message: FromThread): void => port?.postMessage(told(message))

const hunt = async (given: Order): Promise<void> => {
  const made = await engineFrom(given.seeded)
  if (isLeft(made)) {
    say({ kind: 'failed', why: made.left })
    return
  }
  search(given, made.right, {
    progress: (tally) => say({ kind: 'progress', ...tally }),
    found: (index, of, found) => say({ kind: 'found', discovery: { index, finding: stored(found), case: of } }),
  })
  say({ kind: 'done' })
}

const shrink = async (given: Order, index: number, key: string): Promise<void> => {
  const made = await engineFrom(given.seeded)
  if (isLeft(made)) {
    say({ kind: 'failed', why: made.left })
    return
  }
  const of = caseAt(given.seed, index, scopeOf(given))
  const found = shownBy(of, made.right).find(({ finding }) => keyOf(finding) === key)
  if (found === undefined) {
    say({ kind: 'failed', why: `case ${index} alone does not show ${key} again` })
    return
  }
  const [flags, until] = [new Flags(given.flags), Date.now() + LONGEST]
  const { case: small, finding, tried } = smallest(of, found, made.right, () => flags.stopped || Date.now() >= until)
  const discovery = { index, finding: stored({ ...found, finding }), case: small }
  say({ kind: 'shrunk', key, discovery, from: of.steps, tried })
}

const obey = async (message: ToThread): Promise<void> => {
  if (message.kind === 'hunt') {
    order = message.order
    return hunt(message.order)
  }
  if (order !== null) return shrink(order, message.index, message.key)
}

port?.on('message', (message: unknown) => {
  const heard = heardByThread(message)
  if (heard === null) say({ kind: 'failed', why: 'a thread was told something it does not know' })
  else
    obey(heard).catch((thrown: unknown) =>
      say({ kind: 'failed', why: thrown instanceof Error ? thrown.message : String(thrown) }),
    )
})
