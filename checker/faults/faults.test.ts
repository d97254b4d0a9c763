import { isLeft, isRight } from 'fp-ts/lib/Either.js'
import { afterAll, expect, test } from 'vitest'
import { caseAt, shrunk, tryCase, type EngineMaker, type Shrunk } from '../../properties/hunt.ts'
import { catalogue } from '../../spec/catalogue.ts'
import { faultOf, faults } from './catalogue.ts'
import { emulatorSources, faultySources, loadEmulator, loadFaulty } from './load.ts'

/** Of the cases that faults are hunted with. */
const SEED = 2026
const MOST_CASES = 2000
const MOST_STEPS = 10

const known = new Set(
  catalogue.flatMap(({ id, rows, postconditions }) => [
    id,
    ...[...(rows ?? []), ...(postconditions ?? [])].map((r) => r.id),
  ]),
)
const sources = emulatorSources()

test('the catalogue has every fault under one id, by chapter, each of known statements', () => {
  expect(faults.length).toBeGreaterThanOrEqual(20)
  expect(new Set(faults.map(({ id }) => id)).size).toBe(faults.length)
  for (const { id, breaks } of faults) {
    expect(id).toMatch(/^(mmu|hal|space|time|partition|module)(-[a-z0-9]+)+$/)
    expect(
      breaks.filter((statement) => !known.has(statement)),
      id,
    ).toEqual([])
  }
})

test.each(faults)('$id changes one place of the emulator, which still loads', async (fault) => {
  const faulty = await faultySources(fault, sources)
  if (isLeft(faulty)) expect.unreachable(faulty.left)
  else {
    expect([...faulty.right].filter(([path, text]) => text !== sources.get(path)).map(([path]) => path)).toEqual([
      fault.file,
    ])
    expect(isRight(await loadEmulator(faulty.right))).toBe(true)
  }
})

test('a fault whose place is gone says so, and so does one that does not exist', async () => {
  const fault = faultOf('mmu-tlb-not-flushed')
  if (fault === undefined) return expect.unreachable()
  const text = (sources.get(fault.file) ?? '').replace('this.flush(core)', 'this.forget(core)')
  const gone = await faultySources(fault, new Map([...sources, [fault.file, text]]))
  expect(isLeft(gone) && gone.left).toContain('Mmu.load in mmu.ts says 0 times, not once')
  const none = await loadFaulty('mmu-no-such-fault')
  expect(isLeft(none) && none.left).toContain('mmu-tlb-not-flushed')
})

test('the emulator without a fault, loaded in the same way, is not found guilty of anything', async () => {
  const genuine = await loadEmulator(sources)
  if (isLeft(genuine)) return expect.unreachable(genuine.left)
  for (let index = 0; index < 300; index++) expect(tryCase(caseAt(SEED, index), genuine.right).finding).toBeNull()
})

interface Found {
  readonly cases: number
  readonly shrunk: Shrunk
}

const hunted = (make: EngineMaker): Found | null => {
  for (let index = 0; index < MOST_CASES; index++) {
    const found = caseAt(SEED, index)
    const { finding } = tryCase(found, make)
    if (finding !== null) return { cases: index + 1, shrunk: shrunk(found, finding, make) }
  }
  return null
}

const table: string[] = []
const row = (...cells: readonly (string | number)[]): string =>
  cells.map((cell, i) => String(cell).padEnd([40, 7, 7, 12, 11, 0][i] ?? 0)).join('')

test.each(faults)('$id is found, and its counterexample fits on a page', async ({ id, shows }) => {
  const make = await loadFaulty(id)
  if (isLeft(make)) return expect.unreachable(make.left)
  const found = hunted(make.right)
  if (found === null) return expect.unreachable(`${id} is not found in ${MOST_CASES} cases`)
  const { finding, case: small } = found.shrunk
  const { partitions, time } = small.world.configuration
  table.push(
    row(id, found.cases, finding.step, `${partitions.length}, ${time.requiredCores}`, finding.statement, finding.at),
  )
  expect(shows).toContain(finding.statement)
  expect(finding.step).toBeLessThanOrEqual(MOST_STEPS)
  expect(partitions.length).toBeLessThanOrEqual(3)
})

afterAll(() => {
  const head = row('fault', 'cases', 'steps', 'part., cores', 'statement', 'at')
  process.stdout.write(`\n${[head, ...table].join('\n')}\n`)
})
