/** MACHINE-P2: an instruction that does not trap reads and writes what the instruction set says, and nothing else. */

import { expect, test } from 'vitest'
import { boardOf, stepOf } from '../model/machine.ts'
import type { Instruction } from '../spec/machine/instruction.ts'
import { Choices } from './choices.ts'
import { platformOf } from './machine-case.ts'
import { readBeyond, writtenBeyond } from './machine-dataflow.ts'
import { observed } from './machine-observed.ts'
import { machineCaseAt } from './machine-programs.ts'
import { reachableByData } from './machine-reach.ts'
import { loadedCase } from './machine-start.ts'

const SEED = 6
/** Of each case so many steps are looked at. */
const LOOKED_AT = 30

interface Flow {
  readonly wrong: ReadonlySet<string>
  readonly seen: ReadonlySet<string>
}

/** What instructions do beyond what data say of them, in so many cases. */
const flowBeyond = (cases: number, data: (instruction: Instruction) => Instruction): Flow => {
  const [wrong, seen] = [new Set<string>(), new Set<string>()]
  for (let index = 0; index < cases; index++) {
    const of = machineCaseAt(SEED, index)
    const choices = new Choices(SEED, index, 1)
    const platform = platformOf(of)
    const step = stepOf(platform)
    const { image, startSteps } = loadedCase(of)
    let board = boardOf(platform, image)
    for (let n = 0; n < startSteps + LOOKED_AT; n++) {
      const [before, after] = [board, step(board)]
      board = after
      if (n < startSteps) continue
      const { instruction, word, trap } = observed(platform, before, after)
      if (instruction === null || trap !== null || after.left) continue
      const { name } = instruction
      seen.add(name)
      for (const cell of writtenBeyond(data(instruction), word, before, after)) wrong.add(`${name} writes ${cell}`)
      const read = readBeyond(data(instruction), word, before, after, step, choices)
      for (const what of read?.differs ?? []) wrong.add(`${name}: ${what} depends on ${read?.cell}`)
    }
  }
  return { wrong, seen }
}

test('no instruction writes a register that the data do not name, or depends on one; every instruction is looked at', () => {
  const { wrong, seen } = flowBeyond(1200, (instruction) => instruction)
  expect([...wrong].toSorted().slice(0, 20)).toEqual([])
  expect(reachableByData.filter((what) => !what.includes(':') && !seen.has(what))).toEqual([])
})

test.each(['reads', 'writes'] as const)('data that say less than what an instruction %s are noticed', (which) => {
  const { wrong } = flowBeyond(150, (instruction) => ({ ...instruction, [which]: [] }))
  const names = new Set([...wrong].map((what) => what.split(/[ :]/)[0]))
  expect(names.size).toBeGreaterThan(15)
})
