/** `npm run qemu`: random blocks on model, emulator and QEMU, as many as are asked for; what was avoided, what is missing, what differs. */

import { parseArgs } from 'node:util'
import { isLeft } from 'fp-ts/lib/Either.js'
import { exit } from '../program/exit.ts'
import { interruptions } from '../program/interruptions.ts'
import { counted, elapsed } from '../report/durations.ts'
import type { Agreement } from './agreement.ts'
import { campaign } from './campaign.ts'
import { missing } from './required.ts'

const { values } = parseArgs({
  options: { blocks: { type: 'string', default: '200000' }, seed: { type: 'string', default: '1' } },
})
const [blocks, seed] = [Number(values.blocks), Number(values.seed)]
if (!Number.isInteger(blocks) || blocks < 0 || !Number.isInteger(seed)) {
  process.stderr.write('usage: npm run qemu -- --blocks N --seed S, both whole numbers\n')
  process.exit(exit.unusable)
}

const say = (text: string): void => {
  process.stdout.write(`${text}\n`)
}
const started = Date.now()
const progress = ({ compared, findings }: Agreement): void => {
  say(
    `${elapsed(Date.now() - started)}  ${counted(compared, 'block')} compared  ${counted(findings.length, 'finding')}`,
  )
}

const { signal, release } = interruptions()
say(`${counted(blocks, 'random block')} of seed ${seed}, and those that are written down; Ctrl-C for the summary`)
const found = await campaign({ seed, blocks, told: progress, stopped: () => signal.aborted })
release()
if (isLeft(found)) {
  process.stderr.write(`${found.left}\n`)
  process.exit(exit.unusable)
}
const { compared, omitted, errors, avoided, coverage, findings } = found.right
for (const finding of findings) say(`\n${finding}`)
say(`\n${counted(compared, 'block')} compared, of which ${errors} ended in error mode; ${omitted} left out`)
say('ended before a known difference:')
for (const [name, count] of [...avoided].toSorted(([, a], [, b]) => b - a)) say(`  ${count}  ${name}`)
const absent = missing(coverage)
say(absent.length === 0 ? 'every instruction and every trap is covered' : `not covered: ${absent.join(', ')}`)
process.exitCode = findings.length > 0 ? exit.violation : signal.aborted ? exit.inconclusive : exit.pass
