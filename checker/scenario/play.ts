/** A scenario played on the model: its scripts become a run while it runs, and what happens is held against what was expected. */

import type { Done } from '../../model/module.ts'
import { prepared } from '../../properties/prepared.ts'
import type { Effect, Happening, Run, State, World } from '../../spec/module/vocabulary.ts'
import { Guest, instanceOf, waiting, type Owned } from './guest.ts'
import type { Came } from './judge.ts'
import { Ledger, type Told } from './ledger.ts'
import { Printer } from './printing.ts'
import { forever, mostSteps, type Scenario, type Statement } from './scenario.ts'

export interface Played {
  readonly run: Run
  /** Steps of the run that were taken. */
  readonly steps: number
  readonly told: readonly Told[]
}

/** Plays one scenario in one world. */
class Play {
  readonly #world: World
  readonly #scenario: Scenario
  readonly #guests: readonly Guest[]
  readonly #ledger: Ledger
  readonly #printer: Printer
  readonly #run: Run

  constructor(world: World, scenario: Scenario) {
    this.#world = world
    this.#scenario = scenario
    this.#ledger = new Ledger(world, scenario)
    this.#printer = new Printer(world)
    this.#guests = scenario.scripts.map((script) => new Guest(script))
    this.#run = {
      programs: this.#guests.map(({ program }) => program.effects),
      handlers: this.#guests.map(({ handler }) => handler.effects),
      events: scenario.events,
      choices: [],
    }
  }

  played(): Played {
    const { model } = prepared(this.#world)
    let state = model.start
    let steps = 0
    this.#ledger.timed(state, 0)
    for (let over = false; !over && steps < mostSteps && state.time.total < this.#scenario.ticks;) {
      this.#feed(state)
      const done = model.of(this.#run)(state)
      steps++
      this.#watch(state, done)
      if (done.happening.kind === 'tick') this.#ledger.timed(done.state, done.state.time.total)
      over = done.happening.kind === 'over'
      state = done.state
    }
    this.#ledger.timed(state, 'end')
    this.#ledger.close()
    return { run: this.#run, steps, told: this.#ledger.told }
  }

  /** Lays out what each guest does next, where one is about to. */
  #feed(state: State): void {
    for (const [c, core] of state.cores.entries()) {
      const running = state.time.cores[c]?.running ?? null
      const guest = running?.virtualCore === 0 ? this.#guests[running.partition] : undefined
      if (guest === undefined || core.context.work.kind !== 'none' || core.at >= core.timer) continue
      const { partition } = guest.script
      if ((state.partitions[partition]?.processor.activations.length ?? 0) > 0) continue
      const { computing } = guest
      guest.computing = null
      if (computing !== null) this.#finish(guest, computing, { kind: 'done', value: 0 }, state, c)
      if ((state.consumed.effects[partition] ?? 0) === guest.program.effects.length) this.#next(guest, state, c)
    }
  }

  #next(guest: Guest, state: State, core: number): void {
    for (let statement = guest.next; statement !== undefined; statement = guest.next) {
      const { does } = statement
      if (does.kind === 'effects') {
        guest.begin(does.effects)
        return
      }
      if (does.kind === 'wait') {
        guest.since ??= does.until.kind === 'window' ? null : instanceOf(state, core)
        const { cyclesPerTick } = this.#world.platform
        const left = waiting(does.until, guest.since, state, core, guest.script.partition, cyclesPerTick)
        if (left !== null) {
          const effect: Effect = { do: 'compute', cycles: left }
          guest.spend([effect])
          return
        }
      }
      guest.pass()
      this.#ledger.conclude(guest.script.partition, statement, null, state)
    }
  }

  /** What a step means for the statements that are under way. */
  #watch(before: State, { state, happening }: Done): void {
    if (happening.kind === 'service') this.#ledger.print(happening.partition, this.#printer.printed(state, happening))
    const guest = this.#concerned(happening)
    if (state.end !== null && before.end === null) {
      const hung = this.#guests.find((one) => one.pending !== null)
      this.#settle(guest ?? hung, { kind: 'end', end: state.end, row: rowIn(happening) }, state, happening)
    } else if (guest === undefined) return
    else if (happening.kind === 'effect' || happening.kind === 'left') this.#effect(guest, before, state, happening)
    else if (happening.kind === 'service' || happening.kind === 'health')
      this.#settle(guest, this.#came(guest, before, state, happening), state, happening)
    else if (happening.kind === 'delivery') this.#looks(guest, guest.script.handler, -1, state)
  }

  #concerned(happening: Happening): Guest | undefined {
    if (!('partition' in happening) || happening.partition === null) return undefined
    return this.#guests[happening.partition]
  }

  /** An effect was consumed: which statement it belongs to, and whether that is settled with it. */
  #effect(
    guest: Guest,
    before: State,
    state: State,
    happening: Extract<Happening, { readonly kind: 'effect' | 'left' }>,
  ): void {
    const { partition } = guest.script
    const activation = before.partitions[partition]?.processor.activations.at(-1)
    const effect = activation?.next ?? before.consumed.effects[partition] ?? 0
    const owned = (activation === undefined ? guest.program : guest.handler).at(effect)
    if (owned === undefined || owned.statement.does.kind === 'wait') return
    if (guest.pending !== null && guest.pending.statement !== owned.statement)
      this.#finish(guest, guest.pending, { kind: 'no return', row: null }, before, happening.core)
    if (computes(owned) && activation === undefined) {
      guest.computing = owned
      return
    }
    guest.pending = owned
    if (happening.kind === 'left') {
      this.#finish(guest, owned, { kind: 'left' }, state, happening.core)
      return
    }
    const after = state.partitions[partition]?.processor.activations.at(-1)?.next ?? state.consumed.effects[partition]
    if (happening.effect.do === 'call') {
      if (after === effect && !this.#ledger.knows(owned.statement))
        this.#finish(guest, owned, { kind: 'loops' }, state, happening.core)
    } else if (happening.trap === null && owned.last)
      this.#finish(guest, owned, { kind: 'done', value: valueOf(state, happening.core) }, state, happening.core)
    else if (happening.trap === null) guest.pending = null
  }

  /** What came of a call or a trap. */
  #came(
    guest: Guest,
    before: State,
    state: State,
    happening: Extract<Happening, { readonly kind: 'service' | 'health' }>,
  ): Came {
    const { row } = happening
    if (state.resets > before.resets) return { kind: 'reset', row }
    if (happening.kind === 'health' && happening.trap !== null) return { kind: 'trap', trap: happening.trap, row }
    const { state: now } = state.partitions[guest.script.partition] ?? { state: null }
    if (now === 'HALTED' || now === 'INIT' || now === 'NOT_RUN') return { kind: 'no return', row }
    if (happening.kind === 'health') return { kind: 'done', value: 0 }
    return { kind: 'returned', code: happening.code, value: valueOf(state, happening.core), row }
  }

  /** The statement that is under way is settled. */
  #settle(guest: Guest | undefined, came: Came, state: State, happening: Happening): void {
    if (guest === undefined || guest.pending === null) return
    this.#finish(guest, guest.pending, came, state, 'core' in happening ? happening.core : 0)
  }

  #finish(guest: Guest, owned: Owned, came: Came, state: State, core: number): void {
    guest.pending = null
    guest.since = instanceOf(state, core)
    const { statement, last, index } = owned
    if (!last) {
      this.#ledger.spoilt(guest.script.partition, statement, came, state)
      return
    }
    this.#ledger.conclude(guest.script.partition, statement, came, state)
    if (guest.script.handler[index] === statement) this.#looks(guest, guest.script.handler, index, state)
    else
      for (let next = guest.next; next?.does.kind === 'nothing'; next = guest.next) {
        guest.pass()
        this.#ledger.conclude(guest.script.partition, next, null, state)
      }
  }

  /** The lines behind a statement that only look. */
  #looks(guest: Guest, statements: readonly Statement[], behind: number, state: State): void {
    for (let i = behind + 1; statements[i]?.does.kind === 'nothing'; i++) {
      const statement = statements[i]
      if (statement !== undefined) this.#ledger.conclude(guest.script.partition, statement, null, state)
    }
  }
}

/** Whether it computes, and is done only when it has; what loops is done as soon as it does. */
const computes = ({ statement }: Owned): boolean => {
  const effect = statement.does.kind === 'effects' ? statement.does.effects.at(-1) : undefined
  return effect?.do === 'compute' && effect.cycles < forever
}

const rowIn = (happening: Happening): string | null => ('row' in happening ? happening.row : null)

/** The result registers of who runs on a core, as one number. */
const valueOf = ({ cores }: State, core: number): number => {
  const { high = 0, low = 0 } = cores[core]?.context.registers ?? {}
  return high * 0x100000000 + low
}

/** Plays a scenario. */
export const play = (world: World, scenario: Scenario): Played => new Play(world, scenario).played()
