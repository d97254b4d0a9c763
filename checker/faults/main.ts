/**
 * `npm run mutants`: how many mechanical mutants of the emulator the campaign kills, and which it does not; with `--catalogue`, whether
 * every fault of the catalogue is found, and its counterexample short.
 */

import { parseArgs } from 'node:util'
import { isLeft } from 'fp-ts/lib/Either.js'
import { faults } from './catalogue.ts'
import { head, Hunts, line, SEED } from './hunted.ts'
import { emulatorSources } from './load.ts'
import { triedAll } from './kill.ts'
import { enumerated, sampled } from './mutants.ts'
import { told } from './survey.ts'

const { values } = parseArgs({
  options: {
    catalogue: { type: 'boolean', default: false },
    sample: { type: 'string' },
    seed: { type: 'string' },
    cases: { type: 'string', default: '150' },
    machine: { type: 'string', default: '800' },
    alone: { type: 'string', default: '400' },
    workers: { type: 'string', default: '1' },
    file: { type: 'string', default: '' },
    fault: { type: 'string', default: '' },
  },
})

const say = (text: string): void => {
  process.stdout.write(`${text}\n`)
}

/** Every fault of the catalogue whose id begins with `--fault`, hunted one after another. */
const huntAll = async (seed: number): Promise<void> => {
  const hunts = new Hunts(seed)
  say(head)
  for (const fault of faults.filter(({ id }) => id.startsWith(values.fault))) {
    const found = await hunts.of(fault)
    say(isLeft(found) ? `NOT AS PROMISED: ${found.left}` : line(fault.id, found.right))
    if (isLeft(found)) process.exitCode = 1
  }
}

/** Mechanical mutants, all or a sample. */
const tryMutants = async (seed: number): Promise<void> => {
  const sources = emulatorSources()
  const all = enumerated(sources).filter(({ file }) => file.startsWith(values.file))
  const mutants = sampled(all, values.sample === undefined ? all.length : Number(values.sample), seed)
  const plan = { seed, cases: Number(values.cases), machine: Number(values.machine), alone: Number(values.alone) }
  say(
    `${mutants.length} of ${all.length} mutants, sampled with seed ${seed}; at most ${plan.cases} cases of modules, ${plan.machine} of the machine and ${plan.alone} of the MMU alone for each`,
  )
  let done = 0
  const tried = await triedAll(sources, mutants, {
    plan,
    threads: Number(values.workers),
    told: ({ mutant, fate }) => {
      done++
      if (fate.kind === 'survived') say(`${done} of ${mutants.length}: survived ${mutant.id}`)
    },
  })
  if (isLeft(tried)) {
    process.stderr.write(`${tried.left}\n`)
    process.exitCode = 2
  } else say(`\n${told(tried.right).join('\n')}`)
}

await (values.catalogue ? huntAll(Number(values.seed ?? SEED)) : tryMutants(Number(values.seed ?? 1)))
