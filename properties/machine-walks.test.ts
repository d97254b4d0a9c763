/** Walks on the boards of model and emulator, through real instructions, come to what the specification's tables say: every access type, access code and level; and random tables. */

import { expect, test } from 'vitest'
import { Machine } from '../impl/machine.ts'
import { boardOf, stepOf } from '../model/machine.ts'
import { machineProfileIds } from '../spec/machine/profiles.ts'
import { psrBits, type BoardPlatform } from '../spec/machine/vocabulary.ts'
import { Choices } from './choices.ts'
import { platformOf, type MachineCase } from './machine-case.ts'
import { enginePerPlatform } from './machine-lockstep.ts'
import { loadedCase } from './machine-start.ts'
import { drawWalks } from './machine-walk-tables.ts'
import { everyWalk, type Walk } from './machine-walk-cases.ts'
import { walkMeaning, walkWrong, type Walker } from './machine-walks.ts'

const modelled: Walker = {
  run: (of: MachineCase) => {
    const { image, startSteps } = loadedCase(of)
    const step = stepOf(platformOf(of))
    const before = boardOf(platformOf(of), image)
    let after = before
    for (let n = 0; n < startSteps + of.steps; n++)
      // What a trap leads to is no matter.
      if (n < startSteps || after.processor.state.et) after = step(after)
    return { before, after }
  },
}

const engines = enginePerPlatform((platform: BoardPlatform) => new Machine(platform))

const emulated: Walker = {
  run: (of: MachineCase) => {
    const { image, startSteps } = loadedCase(of)
    const engine = engines(platformOf(of))
    engine.load(image)
    for (let n = 0; n < startSteps + of.steps; n++) if (n < startSteps || (engine.psr & psrBits.ET) !== 0) engine.step()
    return { before: boardOf(platformOf(of), image), after: engine.board() }
  },
}

const walkers = [
  ['model', modelled],
  ['emulator', emulated],
] as const

const wrongs = (walks: Iterable<Walk>, walker: Walker): readonly string[] => {
  const told: string[] = []
  for (const walk of walks) {
    const wrong = walkWrong(walk, walker)
    if (wrong !== null) told.push(`${walk.profile}, ${walk.way.name} at 0x${walk.at.toString(16)}: ${wrong}`)
  }
  return told
}

test.each(walkers)(
  'on the %s every access type under every access code at every level does what table H-4 says',
  (_, walker) => {
    const walks = [...everyWalk(machineProfileIds)]
    expect(walks.length).toBe(3 * 4 * 8 * 14)
    expect(wrongs(walks, walker).slice(0, 10)).toEqual([])
  },
)

test.each(walkers)(
  'on the %s accesses under random tables reach the page that they map there, or fault as they say',
  (_, walker) => {
    for (let n = 0; n < 100; n++) expect(wrongs(drawWalks(new Choices(7, n), 16), walker).slice(0, 10)).toEqual([])
  },
)

test('random tables lead to every kind of page, fault and level', () => {
  const walks = Array.from({ length: 100 }, (_, n) => [...drawWalks(new Choices(7, n), 16)]).flat()
  const reached = new Set(walks.map(walkMeaning))
  const faults = [1, 2, 3, 4].flatMap((type) => [1, 2, 3].map((level) => `fault ${type} at level ${level}`))
  const pages = [1, 2, 3].map((level) => `level ${level} to memory`)
  const wanted = [...faults, ...pages, 'level 3 to nothing', 'level 3 to read-only memory']
  expect(wanted.filter((what) => !reached.has(what))).toEqual([])
})
