/** The virtual processor: what it can be, and what changes it. */

import { that, type Invariant, type StepInvariant } from '../statement.ts'
import { deliveredInside, processorIsTheGuests } from './requirements.ts'
import { allLevels, mostActivations, psr, psrAtStart, type VirtualProcessor } from './vocabulary.ts'

/** What is seen of a partition: its virtual processor, whether its program has not begun since it was last stopped, whether it runs. */
export interface GuestView {
  readonly processor: VirtualProcessor
  readonly stopped: boolean
  readonly runs: boolean
}

const definedBits = psr.ET | psr.PS | psr.S | psr.PIL | psr.EF

/** Whether a partition's processor was not touched since it was stopped. */
const isFresh = (v: VirtualProcessor): boolean =>
  v.psr === psrAtStart && v.tbr === 0 && v.pending === 0 && v.activations.length === 0

export const processorIsSound: Invariant<null, readonly GuestView[]> = {
  kind: 'invariant',
  id: 'GUEST-I1',
  says: 'A virtual processor has only the bits that exist, at most 8 active handlers, and is fresh while its partition is stopped.',
  serves: [processorIsTheGuests],
  breaches: (_, guests) =>
    guests.flatMap(({ processor: v, stopped }, p) => [
      ...that((v.psr & ~definedBits) === 0, ['partitions', p, 'processor', 'psr'], () => `is ${v.psr.toString(16)}`),
      ...that(
        ((v.pending | v.mask) & ~allLevels) === 0,
        ['partitions', p, 'processor', 'pending'],
        'a level that does not exist is pending or in the mask',
      ),
      ...that(
        v.activations.length <= mostActivations,
        ['partitions', p, 'processor', 'activations'],
        () => `has ${v.activations.length} handlers`,
      ),
      ...that(!stopped || isFresh(v), ['partitions', p, 'processor'], 'is not fresh while the partition is stopped'),
    ]),
}

/** What only the guest itself, or its being stopped, changes. */
const own = (v: VirtualProcessor): readonly unknown[] => [v.psr, v.tbr, v.mask, v.caches, v.activations]

export const onlyTheGuestsOwn: StepInvariant<null, readonly GuestView[]> = {
  kind: 'step invariant',
  id: 'GUEST-S1',
  says: 'PSR, TBR, mask, caches and handlers of a partition change only while it runs, or when it is stopped; interrupts are delivered only to one that runs.',
  serves: [processorIsTheGuests, deliveredInside],
  breaches: (_, before, after) =>
    after.flatMap(({ processor, stopped, runs }, p) => {
      const was = before[p]
      if (was === undefined || was.processor === processor || was.runs || runs || stopped) return []
      const [a, b] = [own(was.processor), own(processor)]
      return that(
        a.every((x, i) => x === b[i]),
        ['partitions', p, 'processor'],
        'changed while its partition did not run',
      )
    }),
}
