import { isLeft } from 'fp-ts/lib/Either.js'
import { afterAll, expect, test } from 'vitest'
import { triedAll, type Tried } from './kill.ts'
import { emulatorSources } from './load.ts'
import { enumerated, sampled, type Mutant } from './mutants.ts'
import { killRate, told, totalOf } from './survey.ts'
import { mutated } from './splice.ts'

const sources = emulatorSources()
const plan = { seed: 7, cases: 200, machine: 1000, alone: 300 }

const changesOf = (code: string): readonly string[] => enumerated(new Map([['x.ts', code]])).map(({ change }) => change)

test.each([
  ['const f = (a: number, b: number) => a + b', ['+ → -']],
  ['const f = (a: number, b: number) => a < b', ['< → <=', '< → >=']],
  ['const f = (a: boolean, b: boolean) => !a && b', ['&& → ||', '!a → (a)']],
  ['const n = 2', ['2 → 3', '2 → 1', '2 → 0']],
  ['const n = true', ['true → false']],
  [
    'const f = (a: boolean) => { if (a) g(); else h() }',
    ['a → true', 'a → false', 'h() → nothing', 'g(); → nothing', 'h() → nothing'],
  ],
  ['const f = (a: number, b: number) => g(a, b)', ['a, b → b, a']],
  ['const f = (a: number) => g(a, a)', []],
  ['let n: 0 | 1; interface I { readonly n: 3 }; type T = 4', []],
])('%s', (code, changes) => {
  expect(changesOf(code)).toEqual(changes)
})

test('mutants are the same every time, in places of their own, and a sample is the same for its seed', () => {
  const all = enumerated(sources)
  expect(all.length).toBeGreaterThan(1000)
  expect(enumerated(sources)).toEqual(all)
  const texts = all.map((mutant) => mutated(sources, mutant).get(mutant.file))
  expect(texts.filter((text, i) => text === sources.get(all[i]?.file ?? ''))).toEqual([])
  expect(sampled(all, 50, 1)).toEqual(sampled(all, 50, 1))
  expect(sampled(all, 50, 1)).not.toEqual(sampled(all, 50, 2))
})

const inStep = (by: string): Mutant => {
  const file = 'module.ts'
  const text = sources.get(file) ?? ''
  const from = text.indexOf('if (this.#isOver) return')
  return { id: by, file, line: 0, source: '', change: by, from, to: from, by }
}

test('a mutant that does not end, and one that takes its thread down, are killed; what changes nothing survives', async () => {
  const mutants = ['for (;;) ;', 'process.exit(1);', 'void 0;', 'throw 1;'].map(inStep)
  const tried = await triedAll(sources, mutants, {
    plan: { seed: 1, cases: 3, machine: 3, alone: 3 },
    threads: 1,
    silence: 3000,
  })
  if (isLeft(tried)) return expect.unreachable(tried.left)
  expect(tried.right.map(({ fate }) => (fate.kind === 'killed' ? fate.by : fate.kind))).toEqual([
    'timeout',
    'crash',
    'survived',
    'MODULE-P2',
  ])
})

test('where the emulator itself is killed nothing is said of mutants', async () => {
  const broken = mutated(sources, inStep('throw 1;'))
  const tried = await triedAll(broken, [], { plan: { seed: 1, cases: 3, machine: 3, alone: 3 }, threads: 1 })
  expect(isLeft(tried) && tried.left).toBe('the emulator as it is does not survive: MODULE-P2')
})

let sample: readonly Tried[] = []

test('of a sample of all mutants the campaign kills at least 85 %', async () => {
  const tried = await triedAll(sources, sampled(enumerated(sources), 60, 2026), { plan, threads: 1 })
  if (isLeft(tried)) return expect.unreachable(tried.left)
  sample = tried.right
  expect(killRate(totalOf(sample))).toBeGreaterThanOrEqual(0.85)
})

afterAll(() => {
  process.stdout.write(`\n${told(sample).join('\n')}\n`)
})
