/** The laws of the contract between hypervisor and hardware: what an instance must satisfy, whatever processor is behind it. */

import { windowCount, type Processor } from '../machine/vocabulary.ts'
import type { Level } from '../mmu/vocabulary.ts'
import { that, type Breach, type Property, type Requirement } from '../statement.ts'
import { cycles } from '../words/vocabulary.ts'
import type { Hal } from './vocabulary.ts'

export const contract: Requirement = {
  kind: 'requirement',
  id: 'HAL-1',
  says: 'The hypervisor’s chapters reach the hardware only through a contract, whose laws every instance satisfies.',
  because: ['AIR-FUNC-02240', 'AIR-FUNC-03110', 'AIR-FUNC-03710', 'AIR-GEN-01000'],
}

/** One law: for an instance, two cores and two contexts of it, a level and a number, what does not hold. */
export interface Law extends Property {
  readonly breaches: <C, X>(hal: Hal<C, X>, given: Given<C, X>) => readonly Breach[]
}

/**
 * What a processor holds: a trap is taken into the window below the current one, and its %l1 and %l2 are the trap's; so
 * they count as holding nothing, and are 0 here.
 */
export const holding = (p: Processor): Processor => {
  const below = (p.state.cwp + windowCount - 1) % windowCount
  return { ...p, windows: p.windows.map((window, w) => (w === below ? window.with(1, 0).with(2, 0) : window)) }
}

/**
 * What a law is tried on. Where a context has a processor, it is that of a program that could be running: traps are
 * enabled, S is as the level, PS is 0. `equal` compares two cores or contexts by what they hold; of a processor that is
 * `holding`.
 */
export interface Given<C, X> {
  readonly core: C
  readonly context: X
  readonly level: Level
  readonly number: number
  readonly equal: (a: unknown, b: unknown) => boolean
}

const law = (id: string, says: string, breaches: Law['breaches']): Law => ({
  kind: 'property',
  id,
  says,
  serves: [contract],
  breaches,
})

export const laws: readonly Law[] = [
  law(
    'HAL-L1',
    'What is restored is what is saved, and restoring what was saved changes nothing.',
    (hal, { core, context, equal }) => [
      ...that(
        equal(hal.save(hal.restore(core, context)), context),
        ['context'],
        'restore then save is not the context',
      ),
      ...that(equal(hal.restore(core, hal.save(core)), core), ['core'], 'save then restore changes the core'),
    ],
  ),
  law(
    'HAL-L2',
    'The last context restored is the one in force; timer, space and masks are not part of it.',
    (hal, { core, context, level, equal }) => {
      const twice = hal.restore(hal.restore(core, hal.start(level)), context)
      return [
        ...that(equal(twice, hal.restore(core, context)), ['core'], 'an earlier restore shines through'),
        ...that(
          hal.timer(twice) === hal.timer(core) &&
            hal.space(twice) === hal.space(core) &&
            hal.masked(twice) === hal.masked(core),
          ['core'],
          'restore changed timer, space or mask',
        ),
      ]
    },
  ),
  law(
    'HAL-L3',
    'A fresh context is at its level, and two fresh contexts of a level are the same.',
    (hal, { core, level, equal }) => [
      ...that(
        hal.level(hal.restore(core, hal.start(level))) === level,
        ['context'],
        'a fresh context is at another level',
      ),
      ...that(equal(hal.start(level), hal.start(level)), ['context'], 'fresh contexts differ'),
    ],
  ),
  law(
    'HAL-L4',
    'The timer is what it was last set to, and setting it changes nothing else.',
    (hal, { core, number, equal }) => {
      const set = hal.setTimer(core, cycles(number))
      return [
        ...that(hal.timer(set) === number, ['core'], 'the timer is not what it was set to'),
        ...that(equal(hal.setTimer(set, hal.timer(core)), core), ['core'], 'setting the timer changed something else'),
      ]
    },
  ),
  law(
    'HAL-L5',
    'Masking and unmasking are each other’s inverse, twice is once, and nothing else changes.',
    (hal, { core, equal }) => [
      ...that(
        hal.masked(hal.mask(core)) && !hal.masked(hal.unmask(core)),
        ['core'],
        'the mask is not what it was set to',
      ),
      ...that(
        equal(hal.mask(hal.mask(core)), hal.mask(core)) && equal(hal.unmask(hal.unmask(core)), hal.unmask(core)),
        ['core'],
        'twice is not once',
      ),
      ...that(
        equal(hal.masked(core) ? hal.mask(hal.unmask(core)) : hal.unmask(hal.mask(core)), core),
        ['core'],
        'masking changed something else',
      ),
    ],
  ),
  law(
    'HAL-L6',
    'The space in force is the one last loaded; loading it twice is loading it once; context, timer and mask stay.',
    (hal, { core, number, equal }) => {
      const loaded = hal.loadSpace(core, number)
      return [
        ...that(hal.space(loaded) === number, ['core'], 'another space is in force'),
        ...that(equal(hal.loadSpace(loaded, number), loaded), ['core'], 'loading it again changes the core'),
        ...that(
          equal(hal.save(loaded), hal.save(core)) &&
            hal.timer(loaded) === hal.timer(core) &&
            hal.masked(loaded) === hal.masked(core),
          ['core'],
          'loading a space changed something else',
        ),
      ]
    },
  ),
  law(
    'HAL-L7',
    'A trap leads to supervisor level with interrupts masked; the return leads to the level asked for, unmasked, and to where the trap came from.',
    (hal, { core, equal }) => {
      const trapped = hal.enter(core)
      const back = hal.leave(trapped, hal.level(core))
      return [
        ...that(
          hal.level(trapped) === 'supervisor' && hal.masked(trapped),
          ['core'],
          'a trap does not lead to masked supervisor level',
        ),
        ...that(hal.level(back) === hal.level(core) && !hal.masked(back), ['core'], 'the return leads elsewhere'),
        ...that(equal(back, hal.unmask(core)), ['core'], 'trap and return changed something'),
      ]
    },
  ),
]
