/** MACHINE-P1, and the hunt itself: random programs show no difference and reach everything; a fault is found and comes down to a few instructions. */

import { expect, test } from 'vitest'
import { Machine } from '../impl/machine.ts'
import type { BoardPlatform } from '../spec/machine/vocabulary.ts'
import {
  annulIgnored,
  faulty,
  otherCarry,
  targetLost,
  trapsStayDisabled,
  type Fault,
} from './machine-faulty.fixture.ts'
import { machineHunt, tryMachineCase, type MachineFound } from './machine-hunt.ts'
import { enginePerPlatform, type MachineMaker } from './machine-lockstep.ts'
import { machineCaseAt } from './machine-programs.ts'
import { levelsInterrupted, MachineReached, reachableByData, situations } from './machine-reach.ts'
import { shrinkMachineCase } from './machine-shrink.ts'
import { machineCaseLines } from './machine-telling.ts'

const SEED = Number(process.env['BULKHEAD_SEED'] ?? 4)
const CASES = 4000

const makeMachine = (platform: BoardPlatform): Machine => new Machine(platform)

const told = ({ index, case: of, finding }: MachineFound, make: MachineMaker): string => {
  const small = shrinkMachineCase(of, finding, (candidate) => tryMachineCase(candidate, make).finding)
  return [`case ${index}: ${small.finding.statement}, ${small.finding.says}`, ...machineCaseLines(small.case)].join(
    '\n',
  )
}

test('on random programs the emulator is, after every step, what the model is; the cases reach every instruction, every trap it may raise, and what a processor can be in', () => {
  const make = enginePerPlatform(makeMachine)
  const reached = new MachineReached()
  const found = machineHunt(make, SEED, CASES, { reached })
  expect(found.map((each) => told(each, make))).toEqual([])
  const { counts } = reached
  const wanted = [...reachableByData, ...situations, ...levelsInterrupted]
  expect(wanted.filter((what) => counts[what] === undefined)).toEqual([])
  expect(Object.keys(counts).filter((what) => what.startsWith('not in the data'))).toEqual([])
  // Most instructions do something, and a case goes on for a while.
  const trapped = Object.entries(counts).reduce((sum, [what, n]) => (what.startsWith('trap at') ? sum + n : sum), 0)
  expect(trapped).toBeLessThan((counts['steps'] ?? 0) / 4)
  expect(counts['steps']).toBeGreaterThan(80 * CASES)
})

test('a case depends on seed and index alone', () => {
  expect(machineCaseAt(SEED, 17)).toEqual(machineCaseAt(SEED, 17))
  expect(machineCaseAt(SEED, 17)).not.toEqual(machineCaseAt(SEED, 18))
})

const faults: readonly (readonly [what: string, fault: Fault, mostSteps: number])[] = [
  ['the carry of SUBXcc is the other one', otherCarry, 2],
  ['RETT leaves traps disabled', trapsStayDisabled, 2],
  ['an annulled slot is executed', annulIgnored, 2],
  ['an interrupt before a delay slot forgets where the transfer goes', targetLost, 12],
]

test.each(faults)(
  'an engine in which %s is found, and the case shrinks to a few steps and words',
  (_, fault, mostSteps) => {
    const make = faulty(fault)
    const [found] = machineHunt(make, SEED, CASES)
    if (found === undefined) return expect.unreachable('nothing was found')
    const { case: small, finding } = shrinkMachineCase(
      found.case,
      found.finding,
      (of) => tryMachineCase(of, make).finding,
    )
    expect(finding.statement).toBe('MACHINE-P1')
    expect(finding.step).toBeLessThanOrEqual(mostSteps)
    expect(small.words.length).toBeLessThanOrEqual(12)
    expect(tryMachineCase(small, make).finding?.at).toBe(found.finding.at)
  },
)
