import { expect, test } from 'vitest'
import { catalogue } from '../spec/catalogue.ts'
import type { Happening, State } from '../spec/module/vocabulary.ts'
import { address, withWord, word, wordAt } from '../spec/words/vocabulary.ts'
import { caseAt } from './hunt.ts'
import { prepared } from './prepared.ts'
import { smallWorld } from './small.fixture.ts'
import { sameMeaning, Watch } from './watching.ts'

const { model } = prepared(smallWorld)
const { contextTable, kernel } = smallWorld.platform
const region = kernel.base >>> 24

/** The region table's entry for the kernel in the space of partition 0: a page table entry. */
const entry = address((wordAt(model.start.memory, contextTable) & ~3) * 16 + 4 * region)
const changed = (state: State, bits: number): State => ({
  ...state,
  memory: withWord(state.memory, entry, word(wordAt(state.memory, entry) ^ bits)),
})

test('tables mean the same when only referenced and modified bits differ', () => {
  const means = (bits: number): boolean =>
    sameMeaning(model.start.memory[region] ?? [], changed(model.start, bits).memory[region] ?? [])
  expect(means(0x20)).toBe(true)
  expect(means(0x60)).toBe(true)
  for (const bits of [0x1, 0x2, 0x4, 0x10, 0x80, 0x100, 0x80000000]) expect(means(bits), bits.toString(16)).toBe(false)
  const descriptor = withWord(model.start.memory, contextTable, word(wordAt(model.start.memory, contextTable) ^ 0x20))
  expect(sameMeaning(model.start.memory[region] ?? [], descriptor[region] ?? [])).toBe(false)
})

test('what changes the meaning of a table is asked about at once', () => {
  const watch = new Watch(smallWorld)
  expect(watch.start(model.start).told).toEqual([])
  expect(watch.state(changed(model.start, 0x20), false).told).toEqual([])
  expect(watch.state(changed(model.start, 0x20), true).told).toEqual([])
  expect(watch.state(changed(model.start, 0x10), false).told.map((t) => t.statement)).toContain('SPACE-I2')
})

test('a breach is told as long as it lasts', () => {
  const bad = {
    ...model.start,
    time: { ...model.start.time, cores: model.start.time.cores.map((c) => ({ ...c, running: null })) },
  }
  const watch = new Watch(smallWorld)
  watch.start(model.start)
  expect(watch.state(bad, false).told.map((t) => t.statement)).toContain('TIME-I2')
})

interface Step {
  readonly watch: Watch
  readonly before: State
  readonly happening: Happening
  readonly after: State
}

/** Calls, and errors, of random runs. */
const steps = Array.from({ length: 60 }, (_, i) => caseAt(71, i)).flatMap(({ world, run, steps: most }) => {
  const advance = prepared(world).model.of(run)
  const found: Step[] = []
  let state = prepared(world).model.start
  for (let s = 0; s < most; s++) {
    const { state: after, happening } = advance(state)
    if (happening.kind === 'service' || happening.kind === 'health')
      found.push({ watch: new Watch(world), before: state, happening, after })
    state = after
  }
  return found
})
const served = steps.filter(({ happening }) => happening.kind === 'service')
const raised = steps.filter(({ happening }) => happening.kind === 'health')

/** Ids of the decision tables. */
const tables = new Set(catalogue.flatMap(({ id, kind }) => (kind === 'table' ? [id] : [])))

/** The table that decides a call; none for a call that always does the same. */
const tableOf = ({ row }: Extract<Happening, { readonly kind: 'service' }>): string | null => {
  const table = row.slice(0, row.lastIndexOf('.'))
  return tables.has(table) ? table : null
}

test('every call is what its table says, and any other answer is told', () => {
  expect(served.length).toBeGreaterThan(200)
  for (const { watch, before, happening, after } of served) {
    expect(watch.step(before, happening, after).told).toEqual([])
    if (happening.kind !== 'service') continue
    const table = tableOf(happening)
    if (table === null) continue
    const code = happening.code === 'NO_ERROR' ? 'INVALID_PARAM' : 'NO_ERROR'
    expect(watch.step(before, { ...happening, code }, after).told.map((t) => t.statement)).toContain(table)
  }
})

test('every error is what the table of errors says, and any other row is told', () => {
  expect(raised.length).toBeGreaterThan(20)
  for (const { watch, before, happening, after } of raised) {
    expect(watch.step(before, happening, after).told).toEqual([])
    if (happening.kind !== 'health') continue
    const row = happening.row === 'HEALTH_ERROR.9' ? 'HEALTH_ERROR.5' : 'HEALTH_ERROR.9'
    expect(watch.step(before, { ...happening, row }, after).told.map((t) => t.statement)).toContain('HEALTH_ERROR')
  }
})
