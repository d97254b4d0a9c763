/** `npm run mutants`: how many mechanical mutants of the emulator the campaign kills, and which it does not. */

import { parseArgs } from 'node:util'
import { isLeft } from 'fp-ts/lib/Either.js'
import { emulatorSources } from './load.ts'
import { triedAll } from './kill.ts'
import { enumerated, sampled } from './mutants.ts'
import { told } from './survey.ts'

const { values } = parseArgs({
  options: {
    sample: { type: 'string' },
    seed: { type: 'string', default: '1' },
    cases: { type: 'string', default: '150' },
    alone: { type: 'string', default: '400' },
    workers: { type: 'string', default: '1' },
    file: { type: 'string' },
  },
})

const seed = Number(values.seed)
const sources = emulatorSources()
const all = enumerated(sources).filter(({ file }) => values.file === undefined || file === values.file)
const mutants = sampled(all, values.sample === undefined ? all.length : Number(values.sample), seed)
const plan = { seed, cases: Number(values.cases), alone: Number(values.alone) }
process.stdout.write(
  `${mutants.length} of ${all.length} mutants, sampled with seed ${seed}; at most ${plan.cases} cases and ${plan.alone} of the MMU alone for each\n`,
)
let done = 0
const tried = await triedAll(sources, mutants, {
  plan,
  threads: Number(values.workers),
  told: ({ mutant, fate }) => {
    done++
    if (fate.kind === 'survived') process.stdout.write(`${done} of ${mutants.length}: survived ${mutant.id}\n`)
  },
})
if (isLeft(tried)) {
  process.stderr.write(`${tried.left}\n`)
  process.exitCode = 2
} else process.stdout.write(`\n${told(tried.right).join('\n')}\n`)
