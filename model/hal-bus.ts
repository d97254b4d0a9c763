/** Memory as the instructions of a binary program see it: its own address space, and no other. Read it beside spec/module/step.md, *Binary programs*. */

import * as E from 'fp-ts/lib/Either.js'
import { machineVariation } from '../spec/machine/profiles.ts'
import { reached, type Hardware, type Touched } from './hal.ts'
import type { Bus } from './machine/bus.ts'
import { reachesBeyond } from './machine/kernel.ts'

/** Loads and stores are at the level of the context; user level can name no other space than its own. */
export const busOf = <Work>(hardware: Hardware): Bus<Touched<Work>> => ({
  fetch: (on, level, at) => {
    const found = reached(hardware, on, 'fetch', at, 4)
    const beyond = level === 'supervisor' && E.isRight(found) && reachesBeyond(found.right.word)
    return beyond ? E.left({ trap: null, memory: on }) : found
  },
  load: (on, _space, at, width) => reached(hardware, on, 'load', at, width),
  store: (on, _space, at, width, first, second) => {
    const done = reached(hardware, on, 'store', at, width, () => first, second)
    return E.isLeft(done) ? done : E.right(done.right.memory)
  },
  exchange: (on, _space, at, width, replacement) => reached(hardware, on, 'store', at, width, replacement),
  readAncillary: machineVariation('leon3').readAncillary,
})
