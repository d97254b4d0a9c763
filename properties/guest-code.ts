/** The machine code that a case executes: which word lies where when it is executed, and in which order that happens. */

import { isOver } from '../spec/module/statements.ts'
import type { Happening, State, World } from '../spec/module/vocabulary.ts'
import { address, word, wordAt, type Word } from '../spec/words/vocabulary.ts'
import { areasOfWorld } from './addresses.ts'
import type { Case } from './case.ts'
import { prepared } from './prepared.ts'

/** The word that a partition has at an address of its own or of shared memory; null elsewhere. */
export const wordSeen = (world: World, { memory }: State, partition: number, at: number): Word | null => {
  const area = areasOfWorld(world).find(
    ({ owner, virtual, bytes }) =>
      virtual <= at &&
      at < virtual + bytes &&
      (owner.kind === 'shared' || (owner.kind === 'partition' && owner.index === partition)),
  )
  return area === undefined ? null : word(wordAt(memory, address(area.physical + at - area.virtual)))
}

/** An instruction that was executed. */
export interface Executed extends Extract<Happening, { readonly kind: 'instruction' }> {
  readonly word: Word | null
  readonly virtualCore: number
}

/** Every instruction of a case's run, one after another. */
export const executedIn = ({ world, run, steps }: Case): readonly Executed[] => {
  if (world.images === undefined) return []
  const advance = prepared(world).model.of(run)
  let state = prepared(world).model.start
  const executed: Executed[] = []
  for (let s = 0; s < steps && !isOver(state); s++) {
    const { state: after, happening } = advance(state)
    if (happening.kind === 'instruction')
      executed.push({
        ...happening,
        word: wordSeen(world, state, happening.partition, happening.at),
        virtualCore: state.time.cores[happening.core]?.running?.virtualCore ?? 0,
      })
    state = after
  }
  return executed
}
