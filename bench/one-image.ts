/** Runs one image on the emulator in a process of its own, and prints what it took, as numbers: instructions, user seconds with and without start-up, seconds to the first byte, MB of memory, MB of the image. */

import { isLeft } from 'fp-ts/lib/Either.js'
import { readImageFile } from '../checker/image/file.ts'
import { wordsOf } from '../checker/image/loading.ts'
import { runningOn } from '../checker/run/running.ts'
import { machineVariation } from '../spec/machine/profiles.ts'
import { defaultRamBytes } from '../spec/machine/vocabulary.ts'

const [, , file = ''] = process.argv
const image = readImageFile(file)
if (isLeft(image)) throw new Error(image.left)

let firstByte = Number.NaN
let touched = 0
const running = runningOn(
  'emulator',
  { ramBytes: defaultRamBytes, variation: machineVariation('leon3') },
  {
    entry: image.right.entry,
    words: [...wordsOf(image.right, 'data')].map(({ address, value }) => [address, value] as const),
  },
  {
    sent: () => {
      if (Number.isNaN(firstByte)) firstByte = performance.now()
    },
    stepped: null,
  },
)
const before = process.cpuUsage().user
while (running.stop() === null) running.advance(100_000_000)
for (const { size } of image.right.segments) touched += size
console.log(
  [
    running.instructions(),
    process.cpuUsage().user / 1e6,
    (process.cpuUsage().user - before) / 1e6,
    firstByte / 1000,
    process.resourceUsage().maxRSS / 1024,
    touched / 0x100000,
  ].join(' '),
)
