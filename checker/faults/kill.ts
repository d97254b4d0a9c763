/** Mutants tried in threads: one that no longer gives a sign of life is ended with its thread, and counts as killed. */

import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import * as t from 'io-ts'
import * as E from 'fp-ts/lib/Either.js'
import type { Fate, Plan } from './campaign.ts'
import { EXTENSION, type Sources } from './load.ts'
import type { Mutant } from './mutants.ts'
import type { Splice } from './splice.ts'

export interface Tried {
  readonly mutant: Mutant
  readonly fate: Fate
}

const threadUrl =
  EXTENSION === '.ts' ? new URL('./kill-worker.ts', import.meta.url) : new URL('./kill-worker.js', import.meta.url)

/** A case takes milliseconds, drawing it included: a mutant that takes as long as this for one does not end. */
const SILENCE = 10_000
/** What a thread may take: a mutant may fill any memory. */
const resourceLimits = { maxOldGenerationSizeMb: 1024 }
/** Modules that were once loaded are never freed: after so many mutants a thread makes way for a fresh one. */
const MUTANTS_PER_THREAD = 150

const Killed = t.type({ kind: t.literal('killed'), by: t.string, after: t.number })
const Verdict = t.union([Killed, t.type({ kind: t.literal('survived') })])

/** One thread; started when it is first needed, and anew when a mutant has taken it down. */
class Thread {
  readonly #plan: Plan
  readonly #sources: Sources
  readonly #silence: number
  #worker: Worker | null = null
  #served = 0

  constructor(plan: Plan, sources: Sources, silence: number) {
    this.#plan = plan
    this.#sources = sources
    this.#silence = silence
  }

  async fateOf({ file, from, to, by }: Splice): Promise<Fate> {
    const worker = (this.#worker ??= await this.#started())
    const fate = await new Promise<Fate>((resolve) => {
      let signs = 0
      const done = (is: Fate): void => {
        clearTimeout(timer)
        worker.off('message', heard).off('error', crashed).off('exit', crashed)
        resolve(is)
      }
      const ended = (how: string): void => {
        this.#served = MUTANTS_PER_THREAD
        done({ kind: 'killed', by: how, after: signs + 1 })
      }
      const crashed = (): void => ended('crash')
      const silent = (): void => ended('timeout')
      const heard = (message: unknown): void => {
        clearTimeout(timer)
        const verdict = Verdict.decode(message)
        if (E.isRight(verdict)) done(verdict.right)
        else {
          signs++
          timer = setTimeout(silent, this.#silence)
        }
      }
      let timer = setTimeout(silent, this.#silence)
      worker.on('message', heard).on('error', crashed).on('exit', crashed)
      worker.postMessage({ file, from, to, by })
    })
    if (++this.#served >= MUTANTS_PER_THREAD) await this.stop()
    return fate
  }

  /** A thread that is ready for mutants. One that cannot start is nobody's fate: it rejects. */
  async #started(): Promise<Worker> {
    this.#served = 0
    const worker = new Worker(threadUrl, {
      workerData: { plan: this.#plan, sources: [...this.#sources] },
      resourceLimits,
      stderr: true,
    })
    await once(worker, 'message')
    return worker
  }

  async stop(): Promise<void> {
    await this.#worker?.terminate()
    this.#worker = null
  }
}

/** What is no mutant: the emulator as it is has to survive, or killing proves nothing. Machine and modules both execute this file. */
const unchanged: Splice = { file: 'machine-registers.ts', from: 0, to: 0, by: '' }

/** How mutants are tried. */
export interface Trial {
  readonly plan: Plan
  readonly threads: number
  /** Milliseconds after which a mutant that gives no sign of life has not ended. */
  readonly silence?: number
  /** Hears of every mutant's fate as it is known. */
  readonly told?: (tried: Tried) => void
}

/** The fate of every mutant of some sources, in their order. */
export const triedAll = async (
  sources: Sources,
  mutants: readonly Mutant[],
  { plan, threads, silence = SILENCE, told }: Trial,
): Promise<E.Either<string, readonly Tried[]>> => {
  const first = new Thread(plan, sources, SILENCE)
  const genuine = await first.fateOf(unchanged)
  await first.stop()
  if (genuine.kind === 'killed') return E.left(`the emulator as it is does not survive: ${genuine.by}`)
  const fates = new Map<Mutant, Fate>()
  const waiting = mutants.values()
  const serve = async (): Promise<void> => {
    const thread = new Thread(plan, sources, silence)
    for (const mutant of waiting) {
      const fate = await thread.fateOf(mutant)
      fates.set(mutant, fate)
      told?.({ mutant, fate })
    }
    await thread.stop()
  }
  await Promise.all(Array.from({ length: threads }, serve))
  return E.right(
    mutants.flatMap((mutant) => {
      const fate = fates.get(mutant)
      return fate === undefined ? [] : [{ mutant, fate }]
    }),
  )
}
