/** Hunting on the machine: cases by seed and index, each tried in lockstep, what is found put under the statement that it breaks. */

import { machineInvariants, machineFollowsModel, machineStepInvariants } from '../spec/machine/statements.ts'
import type { Board, BoardPlatform } from '../spec/machine/vocabulary.ts'
import { inBursts } from './machine-bursts.ts'
import { MachineLockstep, type MachineEnd, type MachineMaker, type MachineOutcome } from './machine-lockstep.ts'
import { platformOf, type MachineCase } from './machine-case.ts'
import { machineCaseAt } from './machine-programs.ts'
import type { MachineReached } from './machine-reach.ts'
import { loadedCase } from './machine-start.ts'

/** What a case shows. */
export interface MachineCaseFinding {
  /** The statement that does not hold. */
  readonly statement: string
  /** The kind of place: a register's or a part's name, without its number. */
  readonly at: string
  readonly says: string
  /** Steps of the program until it showed, the one that showed it included; 0 if it showed in the start. */
  readonly step: number
  /** The board before that step; null if what was compared is the start or the end. */
  readonly before: Board | null
}

export interface MachineTrial {
  /** Steps of the program. */
  readonly steps: number
  readonly end: MachineEnd
  readonly finding: MachineCaseFinding | null
}

/** A place without the numbers in it. */
const kindOfPlace = (at: string): string => at.replaceAll(/0x[0-9a-f]+|\d+/g, 'n')

type Told = Pick<MachineCaseFinding, 'statement' | 'at' | 'says'>

/** Boards are looked at as a whole after so many steps: what is wrong with one stays. */
const WHOLE = 5

/** The first invariant that a step breaks. */
const breachOf = (platform: BoardPlatform, before: Board, after: Board, step: number): Told | null => {
  for (const { id, breaches } of machineStepInvariants)
    for (const { at, why } of breaches(platform, before, after)) return { statement: id, at: at.join('.'), says: why }
  if (step % WHOLE !== 0) return null
  for (const { id, breaches } of machineInvariants)
    for (const { at, why } of breaches(platform, after)) return { statement: id, at: at.join('.'), says: why }
  return null
}

/** What a trial observes beside differences. */
export interface MachineTrialOptions {
  readonly reached?: MachineReached | null
  /** Everything is compared after so many steps; otherwise at the end only. */
  readonly fullEvery?: number
  /** Whether the model's steps are held to the invariants. */
  readonly invariants?: boolean
}

const NEVER = 1_000_000

/** An invariant of the model that broke: there is nothing to compare any more. */
class Broken extends Error {
  readonly told: Told
  constructor(told: Told) {
    super(told.statement)
    this.told = told
  }
}

/** One case in lockstep. */
export const tryMachineCase = (
  of: MachineCase,
  makeEngine: MachineMaker,
  { reached = null, fullEvery = NEVER, invariants = true }: MachineTrialOptions = {},
): MachineTrial => {
  const platform = platformOf(of)
  const { image, startSteps } = loadedCase(of)
  let steps = 0
  const seen = (before: Board, after: Board): void => {
    if (++steps <= startSteps) return
    reached?.step(platform, before, after)
    const told = invariants ? breachOf(platform, before, after, steps) : null
    if (told !== null) throw new Broken(told)
  }
  const run = (): MachineOutcome => {
    const most = startSteps + of.steps
    if (of.burst > 1)
      return inBursts(platform, image, makeEngine(platform), { steps: most, burst: of.burst, startSteps, seen })
    return new MachineLockstep(platform, image, makeEngine(platform), {
      fullEvery,
      atStart: false,
      watch: { seen },
    }).run(most)
  }
  const found = (told: Told, before: Board | null): MachineTrial => ({
    steps: Math.max(0, steps - startSteps),
    end: 'steps',
    finding: { ...told, step: Math.max(0, steps - startSteps), before },
  })
  try {
    const { end, finding } = run()
    if (finding !== null) {
      const { at, model, emulator } = finding.difference
      const says = `${at} is ${model} on the model, ${emulator} on the emulator`
      return found({ statement: machineFollowsModel.id, at: kindOfPlace(at), says }, finding.before)
    }
    reached?.ended(end, Math.max(0, steps - startSteps))
    return { steps: Math.max(0, steps - startSteps), end, finding: null }
  } catch (error) {
    if (error instanceof Broken) return found(error.told, null)
    const says = error instanceof Error ? error.message : String(error)
    return found({ statement: machineFollowsModel.id, at: 'exception', says }, null)
  }
}

export interface MachineFound {
  readonly index: number
  readonly case: MachineCase
  readonly finding: MachineCaseFinding
}

export interface MachineHuntOptions extends MachineTrialOptions {
  /** The first case's number; 0 unless said otherwise. */
  readonly from?: number
  /** The hunt ends after so many findings; 1 unless said otherwise. */
  readonly findings?: number
}

/** So many cases of a seed, or until enough was found. */
export const machineHunt = (
  makeEngine: MachineMaker,
  seed: number,
  cases: number,
  { from = 0, findings = 1, ...options }: MachineHuntOptions = {},
): readonly MachineFound[] => {
  const all: MachineFound[] = []
  for (let index = from; index < from + cases && all.length < findings; index++) {
    const of = machineCaseAt(seed, index)
    const { finding } = tryMachineCase(of, makeEngine, options)
    if (finding !== null) all.push({ index, case: of, finding })
  }
  return all
}
