/** Runs one image on the emulator in a process of its own, and prints what it took, as numbers: instructions, user seconds with and without start-up, MB of memory at most, MB before there was an emulator, MB that the guest has filled. */

import { isLeft } from 'fp-ts/lib/Either.js'
import { readImageFile } from '../checker/image/file.ts'
import { wordsOf } from '../checker/image/loading.ts'
import { Machine } from '../impl/machine.ts'
import { machineVariation } from '../spec/machine/profiles.ts'
import { defaultRamBytes } from '../spec/machine/vocabulary.ts'
import type { Memory } from '../spec/words/vocabulary.ts'

const [, , file = ''] = process.argv
const image = readImageFile(file)
if (isLeft(image)) throw new Error(image.left)

/** Pages that hold something. */
const pagesIn = (memory: Memory): number =>
  memory.reduce(
    (sum, region) =>
      sum +
      (region ?? []).reduce((pages, segment) => pages + (segment ?? []).filter((page) => page !== undefined).length, 0),
    0,
  )

const loaded = process.memoryUsage.rss() / 0x100000
const machine = new Machine({ ramBytes: defaultRamBytes, variation: machineVariation('leon3') })
machine.load({
  entry: image.right.entry,
  words: [...wordsOf(image.right, 'data')].map(({ address, value }) => [address, value] as const),
})
const before = process.cpuUsage().user
machine.run(Number.MAX_SAFE_INTEGER)
const userSeconds = process.cpuUsage().user / 1e6
const megabytes = process.resourceUsage().maxRSS / 1024
const filled = (pagesIn(machine.board().memory) * 0x1000) / 0x100000
console.log([machine.instructions, userSeconds, userSeconds - before / 1e6, megabytes, loaded, filled].join(' '))
