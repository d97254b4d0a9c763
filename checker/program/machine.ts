/** `bulkhead machine`: random programs on the model and the emulator of the processor, compared after every step; what is found is made small and kept. */

import { randomInt } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { isLeft, left, right, type Either } from 'fp-ts/lib/Either.js'
import { Machine } from '../../impl/machine.ts'
import { machineHunt, tryMachineCase, type MachineFound } from '../../properties/machine-hunt.ts'
import { enginePerPlatform, type MachineMaker } from '../../properties/machine-lockstep.ts'
import { levelsInterrupted, MachineReached, reachableByData, situations } from '../../properties/machine-reach.ts'
import { shrinkMachineCase, type MachineShrunk } from '../../properties/machine-shrink.ts'
import { machineCaseLines } from '../../properties/machine-telling.ts'
import type { Reach } from '../../properties/reach.ts'
import { readMachineCase, writeMachineCase } from '../machine/stored.ts'
import { counted, elapsed } from '../report/durations.ts'
import { folded } from '../report/wrapping.ts'
import { unknownFault } from './engine.ts'
import { exit, type Exit } from './exit.ts'
import { interruptions } from './interruptions.ts'
import { version } from './project.ts'
import type { Terminal } from './terminal.ts'

export interface MachineRequest {
  readonly cases?: number
  /** Milliseconds. */
  readonly time?: number
  readonly seed?: number
  readonly fault?: string
  /** Print how often each instruction was executed, and trapped. */
  readonly coverage?: true
  /** A counterexample to run again, in place of a hunt. */
  readonly replay?: string
  /** Where a counterexample is written. */
  readonly out: string
  readonly json?: true
}

/** So many cases reach, by a wide margin, all that can be reached. */
const USUAL = 6_000
/** Cases between two looks at the clock. */
const BATCH = 20

const genuine: MachineMaker = (platform) => new Machine(platform)

/** The emulator, or one with a fault of the catalogue in it. */
const makerWith = async (fault: string | undefined): Promise<Either<string, MachineMaker>> => {
  if (fault === undefined) return right(enginePerPlatform(genuine))
  const [{ faultOf, faults }, { loadFaultyMachine }] = await Promise.all([
    import('../faults/catalogue.ts'),
    import('../faults/load.ts'),
  ])
  const ids = faults.map(({ id }) => id)
  return faultOf(fault) === undefined ? left(await unknownFault(fault, ids)) : loadFaultyMachine(fault)
}

interface Hunted {
  readonly cases: number
  readonly reached: MachineReached
  readonly found: MachineFound | null
}

const hunted = async (
  { time, cases: asked }: MachineRequest,
  seed: number,
  make: MachineMaker,
  signal: AbortSignal,
  onProgress: (cases: number, reach: Reach) => void,
): Promise<Hunted> => {
  const until = time === undefined ? Infinity : Date.now() + time
  const most = asked ?? (time === undefined ? USUAL : Infinity)
  const isOver = (): boolean => signal.aborted || Date.now() >= until
  const reached = new MachineReached()
  let cases = 0
  while (cases < most && !isOver()) {
    const batch = Math.min(BATCH, most - cases)
    const [found] = machineHunt(make, seed, batch, { from: cases, reached })
    if (found !== undefined) return { cases: found.index + 1, reached, found }
    cases += batch
    onProgress(cases, reached.counts)
    // An interruption is heard only between two turns of the event loop.
    await nextTurn()
  }
  return { cases, reached, found: null }
}

const wanted = [...reachableByData, ...situations, ...levelsInterrupted]

const smaller = ({ case: of, finding }: MachineFound, make: MachineMaker): MachineShrunk =>
  shrinkMachineCase(of, finding, (candidate) => tryMachineCase(candidate, make).finding)

const coverageLines = (counts: Reach, columns: number): readonly string[] =>
  folded(
    Object.entries(counts)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([what, times]) => `${what.replaceAll(' ', '\u00a0')}\u00a0${times}`)
      .join(', '),
    columns,
    '  ',
    '  ',
  )

/** What is told of a finding, and stored. */
const told = ({ finding: { statement, at, says, step } }: MachineShrunk) => ({ statement, at, says, step })

const findingLines = ({ case: small, finding }: MachineShrunk): readonly string[] => [
  `${finding.statement} is violated after ${counted(finding.step, 'step')}: ${finding.says}`,
  ...machineCaseLines(small).map((line) => `  ${line}`),
]

/** Hunts, or runs one counterexample again. */
export const machine = async (request: MachineRequest, terminal: Terminal): Promise<Exit> => {
  if (request.replay !== undefined) return replayed(request.replay, terminal)
  const make = await makerWith(request.fault)
  if (isLeft(make)) {
    terminal.err(`bulkhead: ${make.left}`)
    return exit.unusable
  }
  const seed = request.seed ?? randomInt(2 ** 32)
  const json = request.json === true
  if (!json) terminal.out(`bulkhead ${version}: random programs on model and emulator of the processor, seed ${seed}`)
  const { signal, release } = interruptions()
  const began = Date.now()
  try {
    const done = await hunted(request, seed, make.right, signal, (cases, { steps = 0 }) =>
      terminal.live?.(`${elapsed(Date.now() - began)}  ${counted(cases, 'case')}  ${counted(steps, 'step')}`),
    )
    if (done.found !== null) terminal.live?.('making what was found smaller …')
    const small = done.found === null ? null : smaller(done.found, make.right)
    terminal.live?.('')
    return concluded(request, seed, done, small, signal.aborted, terminal)
  } finally {
    release()
  }
}

/** What a hunt came to. */
interface Conclusion {
  readonly seed: number
  readonly fault: string | null
  readonly cases: number
  readonly reach: Reach
  /** What was looked for and not reached. */
  readonly missing: readonly string[]
  readonly small: MachineShrunk | null
  /** Where the counterexample is. */
  readonly file: string | null
}

const documentOf = ({ seed, fault, cases, reach, missing, small, file }: Conclusion): string => {
  const finding = small === null ? null : told(small)
  const format = 'bulkhead-machine-hunt/1'
  return JSON.stringify({ format, bulkhead: version, seed, fault, cases, finding, file, missing, reach }, null, 2)
}

/** More than so many are not all listed. */
const MANY = 12

/** What was not reached; after few cases that is much, and says little. */
const missingTold = (missing: readonly string[]): string => {
  const more = missing.length > MANY ? `, … (${usualTold})` : ''
  return `${missing.length} of ${wanted.length} instructions, traps and situations were not reached: ${missing.slice(0, MANY).join(', ')}${more}`
}
const usualTold = `${USUAL} cases reach all`

const linesOf = (
  { cases, reach, missing, small, file }: Conclusion,
  coverage: boolean,
  columns: number,
): readonly string[] => [
  `${counted(cases, 'case')}, ${counted(reach['steps'] ?? 0, 'step')}`,
  ...(coverage ? coverageLines(reach, columns) : []),
  ...(small !== null
    ? findingLines(small)
    : missing.length > 0
      ? folded(missingTold(missing), columns, '', '  ')
      : [`model and emulator agree; all ${wanted.length} instructions, traps and situations looked for were reached`]),
  ...(file === null ? [] : [`written to ${file}; bulkhead machine --replay ${file} runs it again`]),
]

/** Keeps what was found, then says what the hunt came to. */
const concluded = (
  request: MachineRequest,
  seed: number,
  { cases, reached, found }: Hunted,
  small: MachineShrunk | null,
  interrupted: boolean,
  { out, err, columns }: Terminal,
): Exit => {
  const fault = request.fault ?? null
  const stored =
    found === null || small === null
      ? null
      : { bulkhead: version, seed, index: found.index, fault, finding: told(small), case: small.case }
  const written = stored === null ? null : writeMachineCase(request.out, stored)
  if (written !== null && isLeft(written)) err(written.left)
  const file = written === null || isLeft(written) ? null : written.right
  const reach = reached.counts
  const missing = wanted.filter((what) => reach[what] === undefined)
  const conclusion: Conclusion = { seed, fault, cases, reach, missing, small, file }
  if (request.json === true) out(documentOf(conclusion))
  else for (const line of linesOf(conclusion, request.coverage === true, columns)) out(line)
  if (interrupted) err('interrupted')
  if (small !== null) return exit.violation
  return interrupted || missing.length > 0 ? exit.inconclusive : exit.pass
}

/** Runs a counterexample again: on the fault it was found with, if there was one. */
const replayed = async (file: string, { out, err }: Terminal): Promise<Exit> => {
  const read = readMachineCase(file)
  if (isLeft(read)) {
    err(read.left)
    return exit.unusable
  }
  const { case: of, fault } = read.right
  const make = await makerWith(fault ?? undefined)
  if (isLeft(make)) {
    err(`bulkhead: ${make.left}`)
    return exit.unusable
  }
  const { finding } = tryMachineCase(of, make.right)
  for (const line of machineCaseLines(of)) out(`  ${line}`)
  out(
    finding === null
      ? 'model and emulator agree on it now'
      : `${finding.statement} is violated after ${counted(finding.step, 'step')}: ${finding.says}`,
  )
  return finding === null ? exit.pass : exit.violation
}
