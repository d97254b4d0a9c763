/** `bulkhead run`: a bare-metal LEON3 image with the rights of a supervisor, its console on the terminal, until it powers off. */

import { chain, isLeft, map, mapLeft, type Either } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { readImageFile } from '../image/file.ts'
import { imageErrorText } from '../image/image.ts'
import { wordsOf } from '../image/loading.ts'
import { placedIn } from '../image/placement.ts'
import { runningOn, type EngineName, type Running, type Stop } from '../run/running.ts'
import { TraceFile, traceLine } from '../run/tracing.ts'
import { machineVariation } from '../../spec/machine/profiles.ts'
import {
  promBytes,
  ramAt,
  softwareTrap,
  type BoardImage,
  type BoardPlatform,
  type MachineProfileId,
} from '../../spec/machine/vocabulary.ts'
import { address } from '../../spec/words/vocabulary.ts'
import { exit, type Exit } from './exit.ts'
import { interruptions } from './interruptions.ts'
import type { Terminal } from './terminal.ts'

export interface RunRequest {
  readonly image: string
  readonly engine: EngineName
  /** Where a trace is written. */
  readonly trace?: string
  /** After how many instructions it is stopped; absent: never. */
  readonly limit?: number
  /** MB of RAM. */
  readonly ram: number
  readonly machine: MachineProfileId
}

/** Instructions between two looks at whether it was interrupted. */
const slice: Readonly<Record<EngineName, number>> = { emulator: 20_000_000, model: 100_000, lockstep: 50_000 }
const slicesOfTrace = 100_000

/** Why a run ended. */
type Ending = Stop | { readonly kind: 'limit' } | { readonly kind: 'interrupted' }

const newline = 0x0a

const hex = (value: number): string => `0x${value.toString(16).padStart(8, '0')}`

const endingTold = (ending: Ending, pc: number): string => {
  switch (ending.kind) {
    case 'error mode':
      return ending.trap === softwareTrap(0)
        ? 'powered off'
        : `error mode at ${hex(pc)}: trap 0x${ending.trap.toString(16).padStart(2, '0')} while traps were disabled`
    case 'asleep for ever':
      return `asleep for ever at ${hex(pc)}: no timer will wake it`
    case 'left':
      return `at ${hex(pc)} it relies on a cached translation that its tables contradict: what happens then is not specified`
    case 'difference': {
      const { at, model, emulator } = ending.difference
      return `model and emulator differ at ${hex(pc)}: ${at} is ${model} on the model, ${emulator} on the emulator`
    }
    case 'limit':
      return `stopped at its limit, at ${hex(pc)}`
    case 'interrupted':
      return `interrupted at ${hex(pc)}`
  }
}

/** 0: powered off (`ta 0` with traps disabled); 1: it stopped otherwise; 3: it was stopped. */
const exitOf = (ending: Ending): Exit => {
  switch (ending.kind) {
    case 'error mode':
      return ending.trap === softwareTrap(0) ? exit.pass : exit.violation
    case 'asleep for ever':
    case 'difference':
      return exit.violation
    case 'left':
    case 'limit':
    case 'interrupted':
      return exit.inconclusive
  }
}

/** The image as a board takes it, if there is memory under all of it. */
const boardImage = (file: string, ramBytes: number): Either<string, BoardImage> =>
  pipe(
    readImageFile(file),
    chain((image) =>
      pipe(
        placedIn(image, [
          { at: address(0), bytes: promBytes },
          { at: address(ramAt), bytes: ramBytes },
        ]),
        mapLeft((error) => imageErrorText(file, error)),
      ),
    ),
    map((image) => ({
      entry: image.entry,
      words: [...wordsOf(image, 'data')].map(({ address: at, value }) => [at, value] as const),
    })),
  )

/** Runs until it ends, is at its limit, or is interrupted; between two slices others have their turn. */
const ran = async (running: Running, { engine, trace, limit }: RunRequest, signal: AbortSignal): Promise<Ending> => {
  const most = trace === undefined ? slice[engine] : slicesOfTrace
  for (;;) {
    const left = (limit ?? Number.MAX_SAFE_INTEGER) - running.instructions()
    if (left <= 0) return { kind: 'limit' }
    running.advance(Math.min(most, left))
    const stop = running.stop()
    if (stop !== null) return stop
    await new Promise(setImmediate)
    if (signal.aborted) return { kind: 'interrupted' }
  }
}

const codeOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** The trace's file, opened before anything runs; null if none is asked for. */
const traceFile = (path: string | undefined): TraceFile | null => (path === undefined ? null : new TraceFile(path))

export const run = async (request: RunRequest, terminal: Terminal): Promise<Exit> => {
  const ramBytes = request.ram * 0x100000
  const image = boardImage(request.image, ramBytes)
  if (isLeft(image)) {
    terminal.err(image.left)
    return exit.unusable
  }
  const platform: BoardPlatform = { ramBytes, variation: machineVariation(request.machine) }
  const { signal, release } = interruptions()
  try {
    const file = traceFile(request.trace)
    let last = newline
    const sent = (byte: number): void => {
      last = byte
      terminal.put(byte)
    }
    const stepped: Parameters<typeof runningOn>[3]['stepped'] =
      file === null ? null : (before, after) => file.write(traceLine(before, after))
    const running = runningOn(request.engine, platform, image.right, { sent, stepped })
    const ending = await ran(running, request, signal)
    file?.close()
    // A person sees both streams: what is said of the end begins on a line of its own.
    if (last !== newline && terminal.live !== null) terminal.err('')
    terminal.err(
      `${endingTold(ending, running.pc())}; ${running.instructions()} instructions (trapped ones counted, annulled ones not), ${running.cycles()} cycles`,
    )
    return exitOf(ending)
  } catch (error) {
    if (request.trace === undefined) throw error
    terminal.err(`bulkhead: the trace cannot be written to ${request.trace}: ${codeOf(error)}`)
    return exit.unusable
  } finally {
    release()
  }
}
