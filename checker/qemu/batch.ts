/** Runs many blocks on a machine, whatever becomes of single ones. */

import * as E from 'fp-ts/lib/Either.js'
import type { Block, Outcome } from './block.ts'
import { outcomesOf } from './console.ts'
import { imageOf, type Detail } from './image.ts'
import type { Ended } from './qemu.ts'

/** Something that runs an image: QEMU, or a board of ours. `first` is the number of the image's first block among all that are asked for. */
export type Machine = (image: Uint8Array, first: number) => Promise<E.Either<string, Ended>>

/** Blocks of one image: enough that starting QEMU does not matter, few enough that its memory does not. */
const MOST = 5000

/** What became of the block at which the machine stopped. */
const stopped = (end: Ended['end']): Outcome => ({ kind: end === 'error mode' ? 'error mode' : 'endless' })

/** The outcome of every block, in order. A block that stops the machine is noted, and the rest goes on in a new image. Left: the machine itself failed. */
export const outcomes = async (
  machine: Machine,
  blocks: readonly Block[],
  detail: Detail,
): Promise<E.Either<string, readonly Outcome[]>> => {
  const all: Outcome[] = []
  while (all.length < blocks.length) {
    const part = blocks.slice(all.length, all.length + MOST)
    const run = await machine(imageOf(part, detail), all.length)
    if (E.isLeft(run)) return run
    const found = outcomesOf(run.right.console, detail).slice(0, part.length)
    all.push(...found)
    if (found.length === part.length) continue
    if (run.right.end === 'power off') return E.left(`${found.length} of ${part.length} blocks printed, then power off`)
    all.push(stopped(run.right.end))
  }
  return E.right(all)
}

const same = (one: Outcome | undefined, other: Outcome | undefined): boolean =>
  one?.kind === 'ended' && other?.kind === 'ended' ? one.hash === other.hash : one?.kind === other?.kind

/** The blocks, by index, whose outcomes differ. */
export const differing = (one: readonly Outcome[], other: readonly Outcome[]): readonly number[] =>
  one.flatMap((outcome, index) => (same(outcome, other[index]) ? [] : [index]))
