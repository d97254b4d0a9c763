/** What is told of a scenario: each expectation, when it is looked at, and what came of it; at the end what never came to pass. */

import type { Position } from '../configuration/diagnostic.ts'
import type { State, World } from '../../spec/module/vocabulary.ts'
import type { ProfileId } from '../../spec/statement.ts'
import {
  cameShown,
  outcomeVerdict,
  rowOf,
  seenVerdict,
  usual,
  type Came,
  type Remembered,
  type Verdict,
} from './judge.ts'
import { answerOf } from './records.ts'
import type { Scenario, Statement } from './scenario.ts'

/** One expectation, and what came of it. */
export interface Told extends Position {
  readonly step: number | null
  /** The partition in whose script it stands; null for the module’s. */
  readonly partition: string | null
  readonly says: string
  /** The tick at which it was looked at; null if it never came to that. */
  readonly tick: number | null
  /** The row of a decision table that decided. */
  readonly row: string | null
  readonly verdict: Verdict
}

const standing = ({ line, column }: Position): Position => ({ line, column })

/** Holds what happens in one world against what a scenario expects. */
export class Ledger {
  readonly #world: World
  readonly #scenario: Scenario
  readonly #told: Told[] = []
  readonly #reached = new Set<Statement>()
  readonly #remembered: Remembered = new Map()
  readonly #printed = new Map<number, string>()

  constructor(world: World, scenario: Scenario) {
    this.#world = world
    this.#scenario = scenario
  }

  get told(): readonly Told[] {
    return this.#told
  }

  /** Whether a statement was done before. */
  knows(statement: Statement): boolean {
    return this.#reached.has(statement)
  }

  /** A partition printed this. */
  print(partition: number, text: string): void {
    this.#printed.set(partition, (this.#printed.get(partition) ?? '') + text)
  }

  /** A statement is done, with what came of it (null: it only waits or looks), in this state: everything that is expected of it. */
  conclude(partition: number, statement: Statement, came: Came | null, state: State): void {
    this.#reached.add(statement)
    const before = this.#told.length
    const row = came === null ? null : rowOf(came)
    if (came !== null) this.#outcomes(partition, statement, came, state)
    for (const seen of statement.then.filter(({ profiles }) => this.#applies(profiles)))
      this.#tell(partition, { ...seen, step: statement.step }, state, row, this.#seen(seen.observation, state))
    // What expects nothing is done all the same, and the report says so.
    if (this.#told.length === before) this.#tell(partition, statement, state, row, null)
  }

  #outcomes(partition: number, statement: Statement, came: Came, state: State): void {
    const { configuration } = this.#world
    const { does, expected, says, step } = statement
    const service = does.kind === 'effects' ? does.service : null
    const answer = service === null ? 'nothing' : answerOf(service)
    const row = rowOf(came)
    if (expected.length === 0)
      for (const outcome of usual(statement))
        this.#tell(
          partition,
          statement,
          state,
          row,
          outcomeVerdict(came, outcome, answer, this.#remembered, configuration),
        )
    for (const one of expected.filter(({ profiles }) => this.#applies(profiles))) {
      const place = { ...standing(one), says, step }
      const verdict = outcomeVerdict(came, one.outcome, answer, this.#remembered, configuration)
      this.#tell(partition, place, state, row, verdict)
      // Of a record that was not reported nothing can be said.
      if (verdict === null)
        for (const field of one.fields) this.#tell(partition, place, state, row, this.#seen(field, state))
    }
  }

  /** A statement went wrong before it was done: while its records were laid out. */
  spoilt(partition: number, statement: Statement, came: Came, state: State): void {
    const verdict = { expected: 'its records laid out before it is done', got: cameShown(came, 'nothing') }
    this.#tell(partition, statement, state, rowOf(came), verdict)
  }

  /** What is to be seen at this tick, or at the end. */
  timed(state: State, at: number | 'end'): void {
    for (const timed of this.#scenario.module)
      if (timed.at === at && this.#applies(timed.profiles))
        this.#tell(null, timed, state, null, this.#seen(timed.observation, state))
  }

  /** What never came to pass. */
  close(): void {
    const last = Math.max(-1, ...this.#told.map(({ tick }) => tick ?? -1))
    for (const { partition, program, handler } of this.#scenario.scripts)
      for (const statement of [...program, ...handler]) {
        if (this.#reached.has(statement)) continue
        const outcomes = statement.expected.filter(({ profiles }) => this.#applies(profiles))
        const never = outcomes.length > 0 && outcomes.every(({ outcome }) => outcome.kind === 'never')
        const verdict = never ? null : { expected: 'to be done', got: 'it was never done' }
        this.#tell(partition, statement, null, null, verdict)
      }
    for (const timed of this.#scenario.module)
      if (timed.at !== 'end' && timed.at > last && this.#applies(timed.profiles)) {
        const got = `the run ended before it (at tick ${last})`
        this.#tell(null, timed, null, null, { expected: `tick ${timed.at}`, got })
      }
  }

  /** Whether what is expected under these profiles is expected here. */
  #applies(under: readonly ProfileId[] | null): boolean {
    return under?.some((id) => id === this.#world.profile.id) ?? true
  }

  #seen(observation: Parameters<typeof seenVerdict>[0], state: State): Verdict {
    return seenVerdict(observation, state, this.#remembered, this.#world.configuration, this.#printed)
  }

  #tell(
    position: number | null,
    place: Position & Pick<Told, 'step' | 'says'>,
    state: State | null,
    row: string | null,
    verdict: Verdict,
  ): void {
    const partition = position === null ? null : (this.#world.configuration.partitions[position]?.name ?? null)
    const { step, says } = place
    this.#told.push({ ...standing(place), step, says, partition, tick: state?.time.total ?? null, row, verdict })
  }
}
