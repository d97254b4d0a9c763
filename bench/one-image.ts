/** Runs one image on the emulator in a process of its own, and prints what it took: for `bench/machine.ts`. */

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
  JSON.stringify({
    instructions: running.instructions(),
    userSeconds: process.cpuUsage().user / 1e6,
    steadySeconds: (process.cpuUsage().user - before) / 1e6,
    firstByteSeconds: firstByte / 1000,
    megabytes: process.resourceUsage().maxRSS / 1024,
    imageMegabytes: touched / 0x100000,
  }),
)
