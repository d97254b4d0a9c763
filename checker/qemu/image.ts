/** A bare-metal image that runs blocks one after another; it needs nothing but memory, the UART, the interrupt controller and the MMU. */

import { page, type Block } from './block.ts'
import { elfImage } from './elf.ts'
import * as places from './places.ts'
import { END, recordOf } from './record.ts'
import { runnerPrograms } from './runner.ts'

/** What an image prints of every block: only the hash of its signature, or before it the whole dump. */
export type Detail = 'hashes' | 'dumps'

/** Referenced and modified from the start, so that a probe finds the same whatever blocks went before. */
const USED = 0x60

/** The level 1 tables map the runner's 16 MB for everybody in context 0, for the supervisor in context 1; the devices for the supervisor. */
const levelOne = (access: number): readonly number[] =>
  Array.from({ length: 256 }, (_, index) =>
    index === 0x40 ? page(places.traps, access) | USED : index === 0x80 ? page(0x80000000, 7) | USED : 0,
  )

/** The image's bytes, an ELF file; throws `RangeError` for a block whose sizes are wrong. */
export const imageOf = (blocks: readonly Block[], detail: Detail): Uint8Array => {
  const records = new Uint32Array((blocks.length * places.record.size) / 4)
  for (const [index, block] of blocks.entries()) records.set(recordOf(block), (index * places.record.size) / 4)
  const end = places.records + 4 * records.length
  return elfImage(places.traps, [
    ...runnerPrograms().map(({ base, words }) => ({ address: base, words })),
    { address: places.variables, words: [places.records, end, detail === 'dumps' ? 1 : 0] },
    { address: places.code, words: Array.from({ length: 0x800 }, () => END) },
    { address: places.contextTable, words: Array.from({ length: 256 }, () => 0) },
    { address: places.firstLevel, words: levelOne(3) },
    { address: places.otherFirstLevel, words: levelOne(7) },
    { address: places.records, words: records },
  ])
}
