/** The thread in which mutants are tried: one message in for each, one out with its fate, and signs of life between. */

import { parentPort, workerData } from 'node:worker_threads'
import * as t from 'io-ts'
import { isLeft } from 'fp-ts/lib/Either.js'
import { Campaign } from './campaign.ts'
import { mutated } from './splice.ts'

const Start = t.type({
  plan: t.type({ seed: t.number, cases: t.number, machine: t.number, alone: t.number }),
  sources: t.array(t.tuple([t.string, t.string])),
})
const Order = t.type({ file: t.string, from: t.number, to: t.number, by: t.string })

const start = Start.decode(workerData)
if (isLeft(start) || parentPort === null) throw new Error('this is started as a thread, with a plan')
const port = parentPort
const campaign = new Campaign(start.right.plan)
/** Those that the mutants were found in: what stands on disk may have changed since. */
const sources = new Map(start.right.sources)

port.postMessage('ready')
port.on('message', (message: unknown) => {
  const order = Order.decode(message)
  if (isLeft(order)) throw new Error('a message that is no mutant')
  void campaign
    .fateOf(mutated(sources, order.right), order.right.file, () => port.postMessage('alive'))
    .then((fate) => port.postMessage(fate))
})
