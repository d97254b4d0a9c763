/** A campaign: threads that share out the cases of one seed, what they find gathered, and then made smaller. */

import { Worker } from 'node:worker_threads'
import { keyOf } from '../../counterexample/findings.ts'
import { Distinct } from './distinct.ts'
import { Flags } from './flags.ts'
import { heardFromThread, posted, type Discovery, type FromThread, type Order, type ToThread } from './messages.ts'
import type { Tally } from './search.ts'

export interface Plan extends Omit<Order, 'first' | 'stride' | 'flags'> {
  readonly workers: number
}

export interface Totals extends Tally {
  /** Different states, estimated. */
  readonly distinct: number
}

export interface Watcher {
  readonly progress: (totals: Totals) => void
  /** A new kind of finding, or a known one at a lower index. */
  readonly found: (key: string, discovery: Discovery) => void
  /** Nothing more will be found; what was is now made smaller. */
  readonly hunted: () => void
  /** One of these, as small as it became. */
  readonly shrunk: (key: string, discovery: Discovery, from: number, tried: number) => void
}

export interface Ending {
  readonly totals: Totals
  readonly interrupted: boolean
  /** How long the hunt took, without the making smaller. */
  readonly milliseconds: number
  /** Why a thread could not do its share; empty if all did. */
  readonly failures: readonly string[]
}

/** Milliseconds that a thread has to finish its case: when somebody waits for it, and when time is over. */
const PATIENCE = 3_000
const OVERDUE = 60_000

/** The most kinds of finding that are told apart. */
const MOST_KINDS = 32
const TOO_MANY = `there are more than ${MOST_KINDS} kinds of violation; the others are not kept`

const workerUrl = import.meta.url.endsWith('.ts')
  ? new URL('./worker.ts', import.meta.url)
  : new URL('./worker.js', import.meta.url)

/** What each thread did, as one. */
const totalOf = (tallies: Iterable<Tally>): Totals => {
  const states = new Distinct()
  const reach = new Map<string, number>()
  let [cases, steps] = [0, 0]
  for (const tally of tallies) {
    cases += tally.cases
    steps += tally.steps
    states.join(tally.states)
    for (const [what, times] of Object.entries(tally.reach)) reach.set(what, (reach.get(what) ?? 0) + times)
  }
  const sorted = Object.fromEntries([...reach].toSorted(([a], [b]) => (a < b ? -1 : 1)))
  return { cases, steps, reach: sorted, states: states.registers, distinct: states.estimate() }
}

/** One run of a plan. */
class Campaign {
  readonly #plan: Plan
  readonly #watcher: Watcher
  readonly #flags = new Flags()
  readonly #threads: readonly Worker[]
  readonly #tallies = new Map<number, Tally>()
  readonly #discoveries = new Map<string, Discovery>()
  readonly #failures: string[] = []
  /** Threads that have something to do, and what is to be done when none has. */
  readonly #busy = new Set<number>()
  #idle: () => void = () => undefined

  constructor(plan: Plan, watcher: Watcher) {
    this.#plan = plan
    this.#watcher = watcher
    this.#threads = Array.from({ length: plan.workers }, (_, w) => this.#thread(w))
  }

  #thread(w: number): Worker {
    const thread = new Worker(workerUrl, {
      resourceLimits: { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 10 },
    })
    thread.on('message', (message: unknown) => {
      const heard = heardFromThread(message)
      if (heard === null) this.#fail(w, 'a thread said something that is not understood')
      else this.#heard(w, heard)
    })
    thread.on('error', (error: unknown) => this.#fail(w, error instanceof Error ? error.message : String(error)))
    thread.on('exit', () => this.#rest(w))
    return thread
  }

  #heard(w: number, message: FromThread): void {
    switch (message.kind) {
      case 'progress':
        this.#tallies.set(w, message)
        this.#watcher.progress(this.totals())
        return
      case 'found': {
        this.#found(message.discovery)
        return
      }
      case 'shrunk':
        this.#watcher.shrunk(message.key, message.discovery, message.from, message.tried)
        this.#rest(w)
        return
      case 'failed': {
        this.#fail(w, message.why)
        return
      }
      case 'done': {
        this.#rest(w)
        return
      }
    }
  }

  #found(discovery: Discovery): void {
    const key = keyOf(discovery.finding)
    const before = this.#discoveries.get(key)
    if (before !== undefined && before.index <= discovery.index) return
    if (before === undefined && this.#discoveries.size >= MOST_KINDS) {
      if (!this.#failures.includes(TOO_MANY)) this.#failures.push(TOO_MANY)
      return
    }
    this.#discoveries.set(key, discovery)
    this.#watcher.found(key, discovery)
  }

  #fail(w: number, why: string): void {
    this.#failures.push(why)
    this.#rest(w)
  }

  #rest(w: number): void {
    this.#busy.delete(w)
    if (this.#busy.size === 0) this.#idle()
  }

  totals(): Totals {
    return totalOf(this.#tallies.values())
  }

  /** Gives each thread something to do; resolves when all have done it, or when they were stopped and had their grace. */
  async #all(
    orders: readonly (readonly [w: number, message: ToThread])[],
    signal: AbortSignal,
    until: number | null,
  ): Promise<void> {
    if (orders.length === 0 || signal.aborted) return
    const { promise, resolve } = Promise.withResolvers<undefined>()
    const finish = (): void => resolve(undefined)
    this.#idle = finish
    const stop = (): void => {
      this.#flags.stop()
      setTimeout(finish, PATIENCE).unref()
    }
    const timer =
      until === null
        ? null
        : setTimeout(() => this.#overdue(finish), Math.min(0x7fffffff, until - Date.now() + OVERDUE))
    signal.addEventListener('abort', stop, { once: true })
    for (const [w, message] of orders) {
      this.#busy.add(w)
      this.#threads[w]?.postMessage(posted(message))
    }
    await promise
    if (timer !== null) clearTimeout(timer)
    signal.removeEventListener('abort', stop)
  }

  #overdue(finish: () => void): void {
    this.#failures.push('a case did not come to its end in time')
    finish()
  }

  async hunt(signal: AbortSignal): Promise<void> {
    const { workers, ...rest } = this.#plan
    const orders = this.#threads.map(
      (_, w) =>
        [w, { kind: 'hunt', order: { ...rest, first: w, stride: workers, flags: this.#flags.shared } }] as const,
    )
    await this.#all(orders, signal, this.#plan.until)
  }

  /** Makes what was found smaller, a thread each, until all is done or somebody has waited enough. */
  async shrink(signal: AbortSignal): Promise<void> {
    const waiting = [...this.#wanted()].map(([key, { index }]) => ({ kind: 'shrink' as const, key, index }))
    while (waiting.length > 0 && !signal.aborted) {
      const round = waiting.splice(0, this.#threads.length)
      await this.#all(
        round.map((message, w) => [w, message] as const),
        signal,
        null,
      )
    }
  }

  /** Without `all` only the first case's findings are wanted, and what was expected. */
  #wanted(): ReadonlyMap<string, Discovery> {
    if (this.#plan.all) return this.#discoveries
    return new Map(
      [...this.#discoveries].filter(
        ([, { index, finding }]) => finding.expected !== null || index === this.#flags.lowest,
      ),
    )
  }

  async end(): Promise<Pick<Ending, 'totals' | 'failures'>> {
    const totals = this.totals()
    const failures = [...this.#failures]
    await Promise.all(this.#threads.map((thread) => thread.terminate()))
    return { totals, failures }
  }
}

/** Runs a plan. An abort of the signal ends it early, with what was done. */
export const campaign = async (plan: Plan, watcher: Watcher, signal: AbortSignal): Promise<Ending> => {
  const began = Date.now()
  const running = new Campaign(plan, watcher)
  await running.hunt(signal)
  const [interrupted, milliseconds] = [signal.aborted, Date.now() - began]
  watcher.hunted()
  await running.shrink(signal)
  return { ...(await running.end()), interrupted, milliseconds }
}
