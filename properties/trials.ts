/** The properties of the specification as data: each with what tries it on so many cases. Tests and campaigns run the same. */

import { abstractHal, coreAtRest } from '../model/hal.ts'
import { laws, type Law } from '../spec/hal/statements.ts'
import { changesWhatItDeclares } from '../spec/hypercall/statements.ts'
import { accessTypes, type Level } from '../spec/mmu/vocabulary.ts'
import { emulatorMmuFollows, faultsFollowTheirClasses, spaceOf, walkFindsTheMapping } from '../spec/mmu/statements.ts'
import { emulatorFollowsModel, emulatorIsIsolated, modelIsSound, runsAreDetermined } from '../spec/module/statements.ts'
import type { ModuleContext, ModuleCore, State, Work } from '../spec/module/vocabulary.ts'
import type { Property } from '../spec/statement.ts'
import { address, cycles, word } from '../spec/words/vocabulary.ts'
import { Choices } from './choices.ts'
import { stateDifferences } from './comparing.ts'
import { anything, caseAt, tryCase, type Case, type EngineMaker, type Finding, type Scope } from './hunt.ts'
import { prepared } from './prepared.ts'
import { drawMmuCase, ROOM } from './mmu-cases.ts'
import { memoryOf, mmuDisagrees, walkDisagrees, type MmuMaker } from './mmu.ts'
import { drawProcessor, holdTheSame } from './processors.ts'
import { merged, type Reach } from './reach.ts'

/** What a trial is made on. */
export interface Subject {
  readonly engine: EngineMaker
  readonly mmu: MmuMaker
  readonly scope?: Scope
}

/** The first case in which a property did not hold, and how many were tried. */
export interface Verdict {
  readonly cases: number
  readonly failure: { readonly index: number; readonly why: string; readonly finding: Finding | null } | null
  readonly reach: Reach
}

export interface Trial {
  readonly id: string
  readonly says: string
  readonly run: (subject: Subject, cases: number, seed: number) => Verdict
}

type Tried = { readonly why: string | null; readonly finding?: Finding | null; readonly reach?: Reach }

const trial = ({ id, says }: Property, tried: (subject: Subject, seed: number, index: number) => Tried): Trial => ({
  id,
  says,
  run: (subject, cases, seed) => {
    let reach: Reach = {}
    for (let index = 0; index < cases; index++) {
      const one = tried(subject, seed, index)
      reach = one.reach === undefined ? reach : merged(reach, one.reach)
      if (one.why !== null)
        return { cases: index + 1, failure: { index, why: one.why, finding: one.finding ?? null }, reach }
    }
    return { cases, failure: null, reach }
  },
})

const inLockstep = (property: Property, counts: (finding: Finding) => boolean, withEngine: boolean): Trial =>
  trial(property, ({ engine, scope = anything }, seed, index) => {
    const { finding, reach } = tryCase(caseAt(seed, index, scope), withEngine ? engine : null)
    return finding !== null && counts(finding)
      ? { why: `${finding.statement} at ${finding.at}: ${finding.why}`, finding, reach }
      : { why: null, reach }
  })

const walks: Trial = trial(walkFindsTheMapping, (_, seed, index) => {
  const choices = new Choices(seed, index)
  const of = drawMmuCase(choices)
  const memory = memoryOf(of)
  for (let context = 0; context < ROOM.contexts; context++) {
    const space = spaceOf(memory, address(ROOM.at), context)
    for (const doing of of.doings) {
      if (doing.do !== 'access') continue
      for (const type of accessTypes) {
        const why = walkDisagrees(memory, context, space, type, doing.at)
        if (why !== null) return { why }
      }
    }
  }
  return { why: null }
})

const ofMmu = (property: Property): Trial =>
  trial(property, ({ mmu }, seed, index) => {
    const told = mmuDisagrees(drawMmuCase(new Choices(seed, index)), mmu)
    return { why: told?.statement === property.id ? told.why : null }
  })

/** The states of a run, model's and emulator's, one after another; thinned to every so many steps. */
const course = (of: Case, makeEngine: EngineMaker): readonly (readonly [model: State, emulator: State])[] => {
  const { model } = prepared(of.world)
  const engine = makeEngine(of.world)
  return replay(of, model.start, engine)
}

const EVERY = 8

const replay = (
  { world, run, steps }: Case,
  start: State,
  engine: ReturnType<EngineMaker>,
): readonly (readonly [State, State])[] => {
  const advance = prepared(world).model.of(run)
  engine.load(run)
  const states: (readonly [State, State])[] = []
  let state = start
  for (let s = 0; s < steps; s++) {
    state = advance(state).state
    engine.step()
    if (s % EVERY === 0 || s === steps - 1) states.push([state, engine.abstract()])
  }
  return states
}

/** The same run on a new engine, then on one that has run another in between: the same states. */
const repeats: Trial = trial(runsAreDetermined, ({ engine, scope = anything }, seed, index) => {
  const of = caseAt(seed, index, scope)
  const other = caseAt(seed, index % 4 === 3 ? index - 1 : index + 1, scope)
  const { start } = prepared(of.world).model
  const first = course(of, engine)
  const used = engine(of.world)
  const theirs = other.world === of.world ? other : of
  replay({ ...theirs, steps: Math.ceil(theirs.steps / 2) }, start, used)
  const again = replay(of, start, used)
  for (const [k, [model, emulator]] of first.entries()) {
    const [modelAgain, emulatorAgain] = again[k] ?? [model, emulator]
    const [difference] = [
      ...stateDifferences(of.world, model, modelAgain),
      ...stateDifferences(of.world, emulator, emulatorAgain),
    ]
    if (difference !== undefined)
      return { why: `step ${k * EVERY + 1} is another the second time: ${difference.path.join('.')}` }
  }
  return { why: null }
})

const nothing: Work = { kind: 'none' }

/** A core of the abstract instance in any condition. */
const drawCore = (
  choices: Choices,
): { readonly core: ModuleCore; readonly context: ModuleContext; readonly level: Level; readonly number: number } => {
  const level = (): Level => choices.of<Level>(['user', 'supervisor'])
  const work = (): Work =>
    choices.of<Work>([nothing, { kind: 'idle' }, { kind: 'compute', left: cycles(choices.between(1, 9)) }])
  const context = (): ModuleContext =>
    choices.percent(50)
      ? {
          level: level(),
          registers: { high: word(choices.word()), low: word(choices.word()) },
          work: work(),
          processor: null,
        }
      : ofProgram(level())
  const ofProgram = (at: Level): ModuleContext => ({
    level: at,
    registers: { high: word(0), low: word(0) },
    work: nothing,
    processor: drawProcessor(choices, at),
  })
  return {
    core: {
      ...coreAtRest(context()),
      at: cycles(choices.word()),
      timer: cycles(choices.word()),
      masked: choices.percent(50),
      space: choices.percent(30) ? null : choices.below(16),
      fault: { status: word(choices.word()), address: address(choices.word()) },
      cached: choices.percent(50)
        ? []
        : [{ virtual: address(0x41000000), bytes: 0x1000, physical: address(0x41000000), code: 3 }],
    },
    context: context(),
    level: level(),
    number: choices.below(64),
  }
}

const ofHal = (law: Law): Trial =>
  trial(law, (_, seed, index) => {
    const choices = new Choices(seed, index)
    const binary = choices.percent(50) ? null : { entry: address(choices.word()), stack: address(choices.word()) }
    const [breach] = law.breaches(abstractHal<Work>(nothing, binary), { ...drawCore(choices), equal: holdTheSame })
    return { why: breach === undefined ? null : `${breach.at.join('.')}: ${breach.why}` }
  })

/** Every property that is tried by cases. */
export const trials: readonly Trial[] = [
  walks,
  ofMmu(faultsFollowTheirClasses),
  ofMmu(emulatorMmuFollows),
  ...laws.map(ofHal),
  inLockstep(modelIsSound, () => true, false),
  inLockstep(changesWhatItDeclares, ({ statement }) => statement === changesWhatItDeclares.id, false),
  inLockstep(emulatorFollowsModel, () => true, true),
  inLockstep(emulatorIsIsolated, ({ statement }) => statement === emulatorIsIsolated.id, true),
  repeats,
]
