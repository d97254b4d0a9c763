/** Binary programs in words: what was executed as an assembler writes it, other words as numbers. */

import { disassembled } from '../spec/machine/disassembly.ts'
import type { Happening, State, World } from '../spec/module/vocabulary.ts'
import { address } from '../spec/words/vocabulary.ts'
import type { Case } from './case.ts'
import { executedIn, wordSeen } from './guest-code.ts'
import { hex } from './telling-effects.ts'

/** How many words of one program are told; of what was executed all. */
const MOST = 64

const eightDigits = (value: number): string => (value >>> 0).toString(16).padStart(8, '0')

/** The programs of a case: a line for each, and one for each of its words. */
export const imagesTold = (of: Case): readonly string[] => {
  const { images, configuration } = of.world
  if (images === undefined) return []
  const executed = executedIn(of)
  return images.flatMap((image, p) => {
    if (image === null) return []
    const reached = new Set(executed.flatMap((one) => (one.partition === p ? [one.at] : [])))
    const shown = image.words.filter(([at], i) => i < MOST || reached.has(at))
    const more = image.words.length - shown.length
    return [
      `machine code of partition ${p} “${configuration.partitions[p]?.name}”, from ${hex(image.entry)} on:`,
      ...shown.map(
        ([at, code]) => `  ${hex(at)}: ${eightDigits(code)}${reached.has(at) ? `  ${disassembled(code, at)}` : ''}`,
      ),
      ...(more > 0 ? [`  and ${more} words more`] : []),
    ]
  })
}

/** What an instruction of a binary program was, as it lay in memory when it was executed. */
export const instructionTold = (
  world: World,
  { partition, at }: Extract<Happening, { readonly kind: 'instruction' }>,
  before: State,
): string => {
  const code = wordSeen(world, before, partition, at)
  return code === null ? `what lies at ${hex(at)}` : `${disassembled(code, address(at))} at ${hex(at)}`
}
