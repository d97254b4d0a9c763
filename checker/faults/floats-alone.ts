/** The floating-point unit of a loaded emulator, on its own: operations that programs seldom come to, held against the model's. */

import { isLeft } from 'fp-ts/lib/Either.js'
import { floatingPoint } from '../../model/machine/floating-point.ts'
import { Choices } from '../../properties/choices.ts'
import { drawFloats } from '../../properties/machine-values.ts'
import { fsrFields, fsrLoadable } from '../../spec/machine/vocabulary.ts'

interface Unit {
  readonly floats: Int32Array
  fsr: number
  operate(second: boolean, opf: number, rd: number, rs1: number, rs2: number): boolean
}

interface Units {
  readonly FloatingPoint: new () => Unit
}

const hasUnits = (loaded: unknown): loaded is Units =>
  typeof loaded === 'object' &&
  loaded !== null &&
  'FloatingPoint' in loaded &&
  typeof loaded.FloatingPoint === 'function'

/** FPop1 and FPop2 by opf, of singles and doubles. */
const operations = [
  ...[0x01, 0x05, 0x09, 0x29, 0x2a, 0x41, 0x42, 0x45, 0x46, 0x49, 0x4a, 0x4d, 0x4e, 0x69],
  ...[0xc4, 0xc6, 0xc8, 0xc9, 0xd1, 0xd2],
]
const comparisons = [0x51, 0x52, 0x55, 0x56]

const drawFsr = (choices: Choices): number =>
  choices.weighted(
    [5, () => 0],
    [3, () => choices.word() & fsrFields.TEM],
    [2, () => choices.word() & fsrLoadable & ~fsrFields.RD],
  ) | 0

const agrees = ({ FloatingPoint }: Units, choices: Choices): boolean => {
  const second = choices.percent(15)
  const opf = choices.of(second ? comparisons : operations)
  const [rd, rs1, rs2] = [choices.below(32), choices.below(32), choices.below(32)]
  const [floats, fsr] = [drawFloats(choices).map((value) => value | 0), drawFsr(choices)]
  const unit = new FloatingPoint()
  unit.floats.set(floats)
  unit.fsr = fsr
  const done = unit.operate(second, opf, rd, rs1, rs2)
  const due = floatingPoint({ floats, fsr }, { second, opf, rd, rs1, rs2 })
  if (isLeft(due))
    return !done && (unit.fsr | 0) === (due.left | 0) && floats.every((value, i) => unit.floats[i] === value)
  const { right } = due
  return done && (unit.fsr | 0) === (right.fsr | 0) && right.floats.every((value, i) => unit.floats[i] === (value | 0))
}

/** The first of so many operations at random that comes out otherwise; null if none does, or there is no such unit. */
export const floatsDisagree = (modules: ReadonlyMap<string, unknown>, cases: number, seed: number): number | null => {
  const units = modules.get('machine-floating-point.ts')
  if (!hasUnits(units)) return null
  for (let index = 0; index < cases; index++) if (!agrees(units, new Choices(seed, index))) return index
  return null
}
