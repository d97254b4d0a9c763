/** Items, the pieces that random blocks are made of: a few words that belong together and are entered at the first of them alone. */

import * as places from './places.ts'

/** Where the word stands with which an item begins, as a number of words from the block's first. */
type Target = (ahead: number) => number

export interface Item {
  readonly size: number
  /** The words, when it is known where the item stands and where the items ahead of it do; ahead 1 is the next. */
  readonly words: (here: number, target: Target) => readonly number[]
  /** Whether it ends in a transfer of control, so that what follows stands in a delay slot. */
  readonly transfers: boolean
}

export const plain = (...words: readonly number[]): Item => ({
  size: words.length,
  words: () => words,
  transfers: false,
})

/** The globals that hold addresses, which no item changes; registers of windows move, globals do not. */
export const pointers = {
  /** The data, and the block's first word: by the addresses that the block can use. */
  data: 1,
  code: 6,
  /** The interrupt controller. */
  devices: 7,
  /** A place under the block's own page tables. */
  mapped: 5,
} as const

/** The registers that items may change: a pair begins at an even number. */
export const free: readonly number[] = [0, 2, 3, 4, ...Array.from({ length: 24 }, (_, n) => n + 8)]
export const freePairs: readonly number[] = [2, ...Array.from({ length: 12 }, (_, n) => 2 * n + 8)]
/** Those that an item may use for itself; %g4 is left to what was there before. */
export const scratch: readonly number[] = free.filter((number) => number !== 0 && number !== 4)

/**
 * Where to land that is so far ahead, or farther: on an item of one word, or the end. A branch in a delay slot may annul the
 * instruction at the first target, and an item of several words would be entered behind its first.
 */
export const landing = (target: Target, ahead: number): number => {
  let at = ahead
  while (target(at + 1) - target(at) > 1) at++
  return target(at)
}

/** As many of the items as a block has room for, one after another. */
export const fitting = (items: readonly Item[]): readonly Item[] => {
  let size = 0
  return items.filter((item) => {
    const fits = size + item.size < places.codeWords
    if (fits) size += item.size
    return fits
  })
}

/** The words of items one after another; whatever leads beyond the last of them leads to the end. */
export const joined = (items: readonly Item[]): readonly number[] => {
  const starts: number[] = []
  let end = 0
  for (const { size } of items) {
    starts.push(end)
    end += size
  }
  return items.flatMap((item, index) => item.words(starts[index] ?? end, (ahead) => starts[index + ahead] ?? end))
}
