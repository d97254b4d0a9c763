/** Makes a block on which machines differ shorter, as long as they still differ. */

import type { Block } from './block.ts'

/** Which of these blocks machines differ on. */
export type Differs = (blocks: readonly Block[]) => Promise<readonly boolean[]>

const nop = 0x01000000

const without = (block: Block, index: number): Block => ({ ...block, words: block.words.with(index, nop) })

/** Words that a block need not have become nop; those at its end go, and so do pairs of them at its beginning (its place is a multiple of 8). */
const trimmed = ({ words, ...block }: Block): Block => {
  const end = words.findLastIndex((word) => word !== nop) + 1
  return { ...block, words: words.slice(0, end) }
}

/** Plainer in what stands around it. */
const calmer = (block: Block): readonly Block[] => [
  { ...block, interrupts: { mask: 0xfffe, force: 0, level: 0 } },
  { ...block, fsr: 0 },
  { ...block, wim: 0 },
  { ...block, windows: block.windows.map(() => 0) },
  { ...block, floatingPoint: block.floatingPoint.map(() => 0) },
  { ...block, data: block.data.map(() => 0) },
  { ...block, y: 0 },
]

/** The first of the candidates on which they still differ. */
const first = async (candidates: readonly Block[], differs: Differs): Promise<Block | undefined> => {
  const found = await differs(candidates)
  return candidates.find((_, index) => found[index] === true)
}

/** Each word by itself is tried as nop, all at once; those that may go are taken together if they may go together, else one. */
const fewer = async (block: Block, differs: Differs): Promise<Block | undefined> => {
  const indices = block.words.flatMap((word, index) => (word === nop ? [] : [index]))
  const found = await differs(indices.map((index) => without(block, index)))
  const gone = indices.filter((_, at) => found[at] === true)
  if (gone.length === 0) return undefined
  const halves = [gone, gone.slice(0, gone.length / 2), gone.slice(gone.length / 2), gone.slice(0, 1)]
  return first(
    halves.filter(({ length }) => length > 0).map((some) => some.reduce(without, block)),
    differs,
  )
}

/** A block of as few words as can be found on which they differ too. */
export const shrunk = async (block: Block, differs: Differs): Promise<Block> => {
  let now = block
  for (;;) {
    const next = await fewer(now, differs)
    if (next === undefined) break
    now = next
  }
  for (const [index] of calmer(now).entries()) {
    const calm = calmer(now)[index]
    if (calm !== undefined && (await differs([calm]))[0] === true) now = calm
  }
  const short = trimmed(now)
  return (await differs([short]))[0] === true ? short : now
}
