import { stripTypeScriptTypes } from 'node:module'
import { isLeft } from 'fp-ts/lib/Either.js'
import { afterAll, expect, test } from 'vitest'
import { caseAt, tryCase } from '../../properties/hunt.ts'
import { tryMachineCase } from '../../properties/machine-hunt.ts'
import { enginePerPlatform } from '../../properties/machine-lockstep.ts'
import { machineCaseAt } from '../../properties/machine-programs.ts'
import { catalogue } from '../../spec/catalogue.ts'
import { faultOf, faults } from './catalogue.ts'
import { isOfMachine } from './fault.ts'
import { head, Hunts, line, SEED } from './hunted.ts'
import {
  emulatorSources,
  faultySources,
  loadEmulator,
  loadFaulty,
  loadFaultyMachine,
  loadMachine,
  notOfModules,
} from './load.ts'

const known = new Set(
  catalogue.flatMap(({ id, rows, postconditions }) => [
    id,
    ...[...(rows ?? []), ...(postconditions ?? [])].map((r) => r.id),
  ]),
)
const sources = emulatorSources()

test('the catalogue has every fault under one id, by chapter, each of known statements', () => {
  expect(faults.length).toBeGreaterThanOrEqual(200)
  expect(faults.filter(isOfMachine).length).toBeGreaterThanOrEqual(90)
  expect(new Set(faults.map(({ id }) => id)).size).toBe(faults.length)
  for (const { id, breaks } of faults) {
    expect(id).toMatch(/^(machine|mmu|hal|space|time|partition|guest|ports|health|hypercall|module)(-[a-z0-9]+)+$/)
    expect(
      breaks.filter((statement) => !known.has(statement)),
      id,
    ).toEqual([])
  }
})

test.each(faults)('$id changes one place of the emulator, which is still a program', async (fault) => {
  const faulty = await faultySources(fault, sources)
  if (isLeft(faulty)) return expect.unreachable(faulty.left)
  const changed = [...faulty.right].filter(([path, text]) => text !== sources.get(path))
  expect(changed.map(([path]) => path)).toEqual([fault.file])
  for (const [, text] of changed) expect(() => stripTypeScriptTypes(text)).not.toThrow()
})

test('a fault whose place is gone says so, and so does one that does not exist', async () => {
  const fault = faultOf('mmu-tlb-not-flushed')
  if (fault === undefined) return expect.unreachable()
  const text = (sources.get(fault.file) ?? '').replace('this.flush(core)', 'this.forget(core)')
  const gone = await faultySources(fault, new Map([...sources, [fault.file, text]]))
  expect(isLeft(gone) && gone.left).toContain('Mmu.load in mmu.ts says 0 times, not once')
  const none = await loadFaulty('mmu-no-such-fault')
  expect(isLeft(none) && none.left).toContain('mmu-tlb-not-flushed')
  const noMachine = await loadFaultyMachine('machine-no-such-fault')
  expect(isLeft(noMachine) && noMachine.left).toContain('machine-tlb-not-flushed')
})

test('what only the bare machine shows says where it is hunted, all else is of modules', () => {
  const told = faults.map((fault) => [isOfMachine(fault), notOfModules(fault)] as const)
  expect(told.filter(([machine, elsewhere]) => machine !== (elsewhere !== null))).toEqual([])
  expect(told[0]?.[1]).toContain('bulkhead machine --fault machine-')
})

test('the emulator without a fault, loaded in the same way, is not found guilty of anything', async () => {
  const genuine = await loadEmulator(sources)
  if (isLeft(genuine)) return expect.unreachable(genuine.left)
  for (let index = 0; index < 300; index++) expect(tryCase(caseAt(SEED, index), genuine.right).finding).toBeNull()
})

test('nor is its machine', async () => {
  const genuine = await loadMachine(sources)
  if (isLeft(genuine)) return expect.unreachable(genuine.left)
  const make = enginePerPlatform(genuine.right)
  for (let index = 0; index < 300; index++)
    expect(tryMachineCase(machineCaseAt(SEED, index), make, { invariants: false }).finding).toBeNull()
})

/** One fault in so many is hunted here, from this one on; `npm run mutants -- --catalogue` hunts them all, for some minutes. */
const ONE_IN = 8
const FROM = 4

const hunts = new Hunts(SEED)
const table: string[] = []

test.each(faults.filter((_, i) => i % ONE_IN === FROM))(
  '$id is found, and its counterexample fits on a page',
  async (fault) => {
    const found = await hunts.of(fault)
    if (isLeft(found)) return expect.unreachable(found.left)
    table.push(line(fault.id, found.right))
  },
)

afterAll(() => {
  process.stdout.write(`\n${[head, ...table].join('\n')}\n`)
})
