/** How many steps a second: the emulator alone, the model alone, and both in lockstep with every invariant. */

import { Emulator } from '../impl/module.ts'
import { modelOf } from '../model/module.ts'
import { caseAt, tryCase } from '../properties/hunt.ts'
import { lockstep } from '../properties/lockstep.ts'
import { bestRate, type Figure } from './figures.ts'
import { busy, satellite } from './satellite.ts'

const emulatorRate = (): number => {
  const world = satellite()
  const run = busy(world, 100_000)
  const emulator = new Emulator(world)
  return bestRate(5, () => {
    emulator.load(run)
    emulator.steps(300_000)
    return 300_000
  })
}

const modelRate = (): number => {
  const world = satellite()
  const model = modelOf(world)
  const step = model.of(busy(world, 20_000))
  return bestRate(3, () => {
    let state = model.start
    for (let i = 0; i < 60_000; i++) state = step(state).state
    return 60_000
  })
}

/** One long busy run. */
const lockstepRate = (): number => {
  const world = satellite()
  const run = busy(world, 20_000)
  return bestRate(3, () => lockstep(world, (w) => new Emulator(w), run, { maxSteps: 40_000, seed: 1 }).steps)
}

/** The hunt itself: cases drawn, tried, compared. */
const huntRate = (): number => {
  const world = satellite()
  const scope = { kind: 'fixed', world } as const
  return bestRate(3, () => {
    let steps = 0
    for (let i = 0; i < 150; i++) steps += tryCase(caseAt(7, i, scope), (w) => new Emulator(w)).steps
    return steps
  })
}

export const engineFigures = (): readonly Figure[] => [
  { what: 'emulator alone', value: emulatorRate(), unit: 'steps/s', aim: { at: 'least', value: 5_000_000 } },
  { what: 'model alone', value: modelRate(), unit: 'steps/s', aim: null },
  { what: 'lockstep, every invariant', value: lockstepRate(), unit: 'steps/s', aim: { at: 'least', value: 50_000 } },
  // Before there were ports, health and virtual traps the hunt made 59 000: it may cost twice as much, not more.
  { what: 'the hunt, drawing cases included', value: huntRate(), unit: 'steps/s', aim: { at: 'least', value: 29_500 } },
]
