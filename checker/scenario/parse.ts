/** The blocks of a scenario: one for what each partition does, one for its handler, one for the module. */

import type { Position } from '../configuration/diagnostic.ts'
import type { EnvironmentEvent } from '../../spec/module/vocabulary.ts'
import type { ProfileId } from '../../spec/statement.ts'
import { cycles } from '../../spec/words/vocabulary.ts'
import { actionIn, type Action } from './action.ts'
import { partitionNamed, scheduleNamed, type Context } from './context.ts'
import { profilesIn } from './header.ts'
import { observationsIn } from './observe.ts'
import { expectedIn } from './outcome.ts'
import type { Expected, Seen, Statement, Step, Timed } from './scenario.ts'
import { Cursor, type Line } from './text.ts'

export interface Body {
  readonly programs: ReadonlyMap<number, readonly Statement[]>
  readonly handlers: ReadonlyMap<number, readonly Statement[]>
  readonly events: readonly EnvironmentEvent[]
  readonly module: readonly Timed[]
  readonly steps: readonly Step[]
}

/** A statement that lines may still be added to, and what its action was. */
interface Draft extends Position {
  readonly says: string
  readonly step: number | null
  readonly action: Action
  readonly expected: Expected[]
  readonly then: Seen[]
}

interface Block {
  readonly kind: 'partition' | 'handler' | 'module'
  /** Null for the module’s. */
  readonly partition: number | null
  readonly drafts: Draft[]
}

const sayingOf = ({ tokens }: Line): string =>
  tokens
    .map(({ kind, value }) => (kind === 'text' ? JSON.stringify(value) : value))
    .join(' ')
    .replace(/ = /g, '=')
    .replace(/ ([,:])/g, '$1')

/** Reads the blocks, line by line. */
class Blocks {
  readonly #context: Context
  readonly #profiles: readonly ProfileId[]
  readonly #blocks: Block[] = []
  readonly #steps = new Map<number, Step>()
  readonly #events: EnvironmentEvent[] = []
  readonly #timed: Timed[] = []
  #block: Block | null = null
  #step: number | null = null

  constructor(context: Context, profiles: readonly ProfileId[]) {
    this.#context = context
    this.#profiles = profiles
  }

  line(line: Line): void {
    const cursor = new Cursor(line, this.#context.notes)
    const begins = (word: string): boolean => cursor.ahead?.kind === 'word' && cursor.ahead.value === word
    const { place } = cursor
    if (begins('partition') || begins('handler') || begins('module')) this.#open(cursor, place)
    else if (cursor.has('step')) this.#stepIn(cursor)
    else if (cursor.has('under')) this.#under(cursor, line)
    else if (cursor.has('at')) this.#at(cursor, place, null, line)
    else if (cursor.has('event')) this.#event(cursor)
    else if (cursor.has('expect')) this.#expect(cursor, place, null, line)
    else if (cursor.has('=>')) this.#outcome(cursor, place, null)
    else this.#action(cursor, place, line)
  }

  #open(cursor: Cursor, place: Position): void {
    const kind = cursor.has('partition') ? 'partition' : cursor.has('handler') ? 'handler' : 'module'
    if (kind === 'module') cursor.has('module')
    const partition = kind === 'module' ? null : partitionNamed(cursor, this.#context)
    this.#step = null
    this.#block = null
    if ((partition === null && kind !== 'module') || !cursor.ends()) return
    if (this.#blocks.some((block) => block.kind === kind && block.partition === partition))
      this.#context.notes.say('SCENARIO-4', place, 'this block stands here a second time')
    this.#block = { kind, partition, drafts: [] }
    this.#blocks.push(this.#block)
  }

  #stepIn(cursor: Cursor): void {
    const number = cursor.count('the number of a step')
    if (number === null) return
    const known = this.#steps.get(number)
    const lies = cursor.has('outside')
    const outside = lies ? cursor.text('the reason') : null
    if (lies && outside === null) return
    const title = cursor.ahead?.kind === 'text' ? cursor.text('its title') : null
    this.#step = lies ? null : number
    if (cursor.ends())
      this.#steps.set(number, {
        number,
        title: title ?? known?.title ?? null,
        outside: outside ?? known?.outside ?? null,
      })
  }

  /** `under PROFILES …`: a line that counts only under them. */
  #under(cursor: Cursor, line: Line): void {
    const profiles = profilesIn(cursor)
    if (profiles === null) return
    const { place } = cursor
    for (const profile of profiles)
      if (!this.#profiles.includes(profile))
        this.#context.notes.say(
          'SCENARIO-2',
          place,
          `the scenario does not run under ${profile}; name it in "profiles"`,
        )
    if (cursor.has('=>')) this.#outcome(cursor, place, profiles)
    else if (cursor.has('expect')) this.#expect(cursor, place, profiles, line)
    else if (cursor.has('at')) this.#at(cursor, place, profiles, line)
    else cursor.missing('"=>", "expect" or "at tick"')
  }

  /** What the last statement of this block is; a line that adds to one must follow one. */
  #last(place: Position): { readonly draft: Draft; readonly partition: number } | null {
    const draft = this.#block?.drafts.at(-1)
    const partition = this.#block?.partition ?? null
    if (draft !== undefined && partition !== null) return { draft, partition }
    return this.#context.notes.say('SCENARIO-1', place, 'this belongs to something that a guest does, and follows none')
  }

  #outcome(cursor: Cursor, place: Position, profiles: readonly ProfileId[] | null): void {
    const last = this.#last(place)
    if (last === null) return
    const { draft, partition } = last
    if (draft.action.does.kind !== 'effects') {
      this.#context.notes.say('SCENARIO-1', place, 'nothing is done here that could have an outcome; write "expect …"')
      return
    }
    const wants = expectedIn(cursor, draft.action, partition, this.#context)
    if (wants !== null) draft.expected.push({ ...wants, profiles })
  }

  #expect(cursor: Cursor, place: Position, profiles: readonly ProfileId[] | null, line: Line): void {
    const block = this.#block
    if (block === null || block.partition === null) {
      this.#context.notes.say(
        'SCENARIO-1',
        place,
        'what is expected here needs an instant: write "at tick 30: …" or "at end: …"',
      )
      return
    }
    const seen = observationsIn(cursor, block.partition, this.#context)
    if (seen === null || !cursor.ends()) return
    const last = block.drafts.at(-1)
    const action: Action = { does: { kind: 'nothing' }, made: null }
    const draft =
      last?.step === this.#step
        ? last
        : { ...standing(place), says: sayingOf(line), step: this.#step, action, expected: [], then: [] }
    if (draft !== last) block.drafts.push(draft)
    const says = sayingOf(line)
    draft.then.push(...seen.map((observation) => ({ ...standing(place), says, profiles, observation })))
  }

  /** `at tick 30: …`, `at end: …`. */
  #at(cursor: Cursor, place: Position, profiles: readonly ProfileId[] | null, line: Line): void {
    const when: Timed['at'] | null = cursor.has('end')
      ? 'end'
      : cursor.must('tick')
        ? cursor.count('the number of a tick')
        : null
    if (when === null || !cursor.must(':')) return
    const seen = observationsIn(cursor, null, this.#context)
    if (seen === null || !cursor.ends()) return
    const step = this.#step
    const says = sayingOf(line)
    this.#timed.push(
      ...seen.map((observation) => ({ ...standing(place), profiles, observation, at: when, step, says })),
    )
  }

  /** `event at tick 10: request B`, `power failure`, `interrupt core 0`. */
  #event(cursor: Cursor): void {
    if (!cursor.must('at') || !cursor.must('tick')) return
    const tick = cursor.count('the number of a tick')
    if (tick === null || !cursor.must(':')) return
    const instant = cycles(tick * this.#context.platform.cyclesPerTick)
    if (cursor.has('request')) {
      const schedule = scheduleNamed(cursor, this.#context)
      if (schedule !== null && cursor.ends()) this.#events.push({ kind: 'request', at: instant, schedule })
    } else if (cursor.has('power')) {
      if (cursor.must('failure') && cursor.ends()) this.#events.push({ kind: 'power', at: instant })
    } else if (cursor.must('interrupt') && cursor.must('core')) {
      const core = cursor.count('the number of a core')
      if (core !== null && cursor.ends()) this.#events.push({ kind: 'interrupt', at: instant, core })
    }
  }

  #action(cursor: Cursor, place: Position, line: Line): void {
    const block = this.#block
    if (block === null || block.partition === null) {
      this.#context.notes.say(
        'SCENARIO-1',
        place,
        block === null
          ? 'this belongs to no block; blocks begin with "partition NAME", "handler NAME" or "module"'
          : 'the module does nothing by itself: there are "at tick N: …", "at end: …" and "event at tick N: …"',
      )
      return
    }
    const action = actionIn(cursor, block.partition, this.#context)
    if (action === null) return
    if (block.kind === 'handler' && action.does.kind === 'wait')
      this.#context.notes.say('SCENARIO-1', place, 'a handler does not wait; let it compute')
    const draft: Draft = { ...standing(place), says: sayingOf(line), step: this.#step, action, expected: [], then: [] }
    block.drafts.push(draft)
    const arrow = cursor.place
    if (cursor.has('=>')) this.#outcome(cursor, arrow, null)
    else cursor.ends()
  }

  body(): Body {
    const statements = (kind: Block['kind']): ReadonlyMap<number, readonly Statement[]> =>
      new Map(
        this.#blocks.flatMap((block) =>
          block.kind === kind && block.partition !== null ? [[block.partition, block.drafts.map(statementOf)]] : [],
        ),
      )
    const all = this.#blocks.flatMap(({ drafts }) => drafts)
    for (const draft of all) this.#covered(draft)
    this.#remembered(all)
    return {
      programs: statements('partition'),
      handlers: statements('handler'),
      events: this.#events.toSorted((a, b) => a.at - b.at),
      module: this.#timed,
      steps: [...this.#steps.values()].toSorted((a, b) => a.number - b.number),
    }
  }

  /** Where some outcomes count only under some profiles, every profile has to have one. */
  #covered({ expected, line, column }: Draft): void {
    if (expected.length === 0) return
    const without = this.#profiles.filter((id) => !expected.some(({ profiles }) => profiles?.includes(id) ?? true))
    if (without.length > 0)
      this.#context.notes.say('SCENARIO-4', { line, column }, `no outcome is expected here under ${without.join(', ')}`)
  }

  /** What a line refers to must be remembered by another. */
  #remembered(drafts: readonly Draft[]): void {
    const numbers = [
      ...drafts.flatMap(({ expected, then }) => [
        ...expected.flatMap(({ outcome, fields, ...place }) => [
          ...(outcome.kind === 'value' ? [{ ...place, wants: outcome.wants }] : []),
          ...fields.flatMap((field) => (field.kind === 'number' ? [{ ...place, wants: field.wants }] : [])),
        ]),
        ...then.flatMap(({ observation, ...place }) =>
          observation.kind === 'number' ? [{ ...place, wants: observation.wants }] : [],
        ),
      ]),
      ...this.#timed.flatMap(({ observation, ...place }) =>
        observation.kind === 'number' ? [{ ...place, wants: observation.wants }] : [],
      ),
    ]
    const names = new Set(numbers.map(({ wants }) => wants.keep))
    for (const { wants, ...place } of numbers)
      if (wants.base !== null && !names.has(wants.base))
        this.#context.notes.say(
          'SCENARIO-2',
          place,
          `"${wants.base}" is neither a number, nor a name of what is asked for, nor remembered by a line with "as ${wants.base}"`,
        )
  }
}

const standing = ({ line, column }: Position): Position => ({ line, column })

const statementOf = ({ action, ...draft }: Draft): Statement => ({ ...draft, does: action.does })

/** The blocks of these lines. What is wrong with them is in the context’s notes. */
export const bodyOf = (lines: readonly Line[], context: Context, profiles: readonly ProfileId[]): Body => {
  const blocks = new Blocks(context, profiles)
  for (const line of lines) blocks.line(line)
  return blocks.body()
}
