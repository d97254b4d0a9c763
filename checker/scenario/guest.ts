/** A guest as it follows its script: which statement each of its effects belongs to, and what is to come. */

import type { Effect, State } from '../../spec/module/vocabulary.ts'
import { turnEnd } from '../../properties/programs.ts'
import type { Script, Statement, Until } from './scenario.ts'

/** The window, or the frame, that a core is in: the tick at which it began. */
export interface Instance {
  readonly window: number
  readonly frame: number
}

export const instanceOf = ({ time }: State, core: number): Instance => {
  const frame = time.total - time.frame
  return { frame, window: frame + (time.cores[core]?.windowStart ?? 0) }
}

/** A statement, and whether the effect in question is the last it has. */
export interface Owned {
  readonly statement: Statement
  readonly index: number
  readonly last: boolean
}

/** The statements that a list of effects came from. */
class Owners {
  readonly effects: Effect[] = []
  readonly #owned: Owned[] = []

  add(statement: Statement, index: number, effects: readonly Effect[]): void {
    this.effects.push(...effects)
    this.#owned.push(...effects.map((_, i) => ({ statement, index, last: i === effects.length - 1 })))
  }

  at(effect: number): Owned | undefined {
    return this.#owned[effect]
  }
}

export class Guest {
  readonly script: Script
  readonly program = new Owners()
  readonly handler = new Owners()
  /** The statement whose outcome is still to come. */
  pending: Owned | null = null
  /** The statement of the program that computes, and is done when the program goes on. */
  computing: Owned | null = null
  /** Where it was when it last did something; null before it ever did. */
  since: Instance | null = null
  #next = 0

  constructor(script: Script) {
    this.script = script
    for (const [i, statement] of script.handler.entries())
      if (statement.does.kind === 'effects') this.handler.add(statement, i, statement.does.effects)
  }

  /** The statement that comes next in the program. */
  get next(): Statement | undefined {
    return this.script.program[this.#next]
  }

  /** Lays out the effects of the next statement. */
  begin(effects: readonly Effect[]): void {
    const statement = this.next
    if (statement === undefined) return
    this.program.add(statement, this.#next, effects)
    this.#next++
  }

  /** Goes on behind a statement that has no effects, or whose effects were laid out for waiting. */
  pass(): void {
    this.#next++
  }

  /** Lays out effects of the next statement, which comes again afterwards. */
  spend(effects: readonly Effect[]): void {
    const statement = this.next
    if (statement !== undefined) this.program.add(statement, this.#next, effects)
  }
}

/** How many cycles a core has left until a wait is over, at most to the end of its window, or of its loan; null if it is over. */
export const waiting = (
  until: Until,
  since: Instance | null,
  state: State,
  core: number,
  position: number,
  cyclesPerTick: number,
): number | null => {
  const [place, hardware] = [state.time.cores[core], state.cores[core]]
  if (place === undefined || hardware === undefined) return null
  const now = instanceOf(state, core)
  const whole = (ticks: number): number => hardware.timer - hardware.at + (ticks - 1) * cyclesPerTick
  const window = whole(turnEnd(place) - state.time.frame)
  switch (until.kind) {
    case 'next window':
      return since !== null && since.window !== now.window ? null : window
    case 'next frame':
      return since !== null && since.frame !== now.frame ? null : window
    case 'window':
      return since?.window !== now.window && state.partitions[position]?.window === until.identifier ? null : window
    case 'tick':
      return state.time.total >= until.tick ? null : Math.min(window, whole(until.tick - state.time.total))
  }
}
