/** Loads, stores and atomic accesses, of integer registers and of floating-point ones. Source: V8 B.1 to B.8. */

import * as E from 'fp-ts/lib/Either.js'
import {
  alternateSpace,
  fpTrap,
  fsrFields,
  fsrLoadable,
  type Processor,
  type Register,
  trapNumber,
} from '../../spec/machine/vocabulary.ts'
import { address } from '../../spec/words/vocabulary.ts'
import type { Bus, Executed, Read, Refusal, Replacement, Stored, Width } from './bus.ts'
import { asi, immediate, rd, rs1, rs2 } from './decode.ts'
import { changed, effectiveAddress, giving, onward, register, withRegister } from './registers.ts'

/** An instruction of op 3. */
export type MemoryInstruction = <M>(bus: Bus<M>, p: Processor, memory: M, word: number) => Executed<M>
/** One whose address space is settled. */
type SpacedInstruction = <M>(bus: Bus<M>, p: Processor, memory: M, word: number, space: number) => Executed<M>

const trapped = <M>(p: Processor, memory: M, trap: number): Executed<M> => E.left({ trap, processor: p, memory })
const refused = <M>(p: Processor, { trap, memory }: Refusal<M>): Executed<M> => E.left({ trap, processor: p, memory })
const done = <M>(processor: Processor, memory: M): Executed<M> => E.right({ processor, memory })

/** In the data space of the level in force. */
export const normal =
  (instruction: SpacedInstruction): MemoryInstruction =>
  (bus, p, memory, word) =>
    instruction(bus, p, memory, word, p.state.s ? alternateSpace.supervisorData : alternateSpace.userData)

/** In the space that the instruction names. */
export const alternate =
  (instruction: SpacedInstruction): MemoryInstruction =>
  (bus, p, memory, word) => {
    if (!p.state.s) return trapped(p, memory, trapNumber.privileged_instruction)
    if (immediate(word)) return trapped(p, memory, trapNumber.illegal_instruction)
    return instruction(bus, p, memory, word, asi(word))
  }

/** If floating-point instructions are enabled. */
const floating =
  (instruction: MemoryInstruction): MemoryInstruction =>
  (bus, p, memory, word) =>
    p.state.ef ? instruction(bus, p, memory, word) : trapped(p, memory, trapNumber.fp_disabled)

/** If the registers of a doubleword are a pair. */
const paired =
  (instruction: SpacedInstruction): SpacedInstruction =>
  (bus, p, memory, word, space) =>
    rd(word) % 2 === 0 ? instruction(bus, p, memory, word, space) : trapped(p, memory, trapNumber.illegal_instruction)

/** A load of a width, by what it makes of what it finds. */
const loading =
  (
    width: Width,
    into: (p: Processor, word: number, found: Register, second: Register) => Processor,
  ): SpacedInstruction =>
  <M>(bus: Bus<M>, p: Processor, memory: M, word: number, space: number) => {
    const at = effectiveAddress(p, word)
    if (at % width !== 0) return trapped(p, memory, trapNumber.mem_address_not_aligned)
    const read: E.Either<Refusal<M>, Read<M>> = bus.load(memory, space, at, width)
    if (E.isLeft(read)) return refused(p, read.left)
    return done(into(p, word, read.right.word, read.right.second), read.right.memory)
  }

/** A store of a width, of the value or the two values that it takes from the processor. */
const storing =
  (
    width: Width,
    value: (p: Processor, word: number) => Register,
    second: (p: Processor, word: number) => Register = () => 0,
    after: (p: Processor) => Processor = onward,
  ): SpacedInstruction =>
  <M>(bus: Bus<M>, p: Processor, memory: M, word: number, space: number) => {
    const at = effectiveAddress(p, word)
    if (at % width !== 0) return trapped(p, memory, trapNumber.mem_address_not_aligned)
    const stored: Stored<M> = bus.store(memory, space, at, width, value(p, word), second(p, word))
    return E.isLeft(stored) ? refused(p, stored.left) : done(after(p), stored.right)
  }

const intoRegister = (p: Processor, word: number, found: Register): Processor => giving(p, rd(word), found)
const stored = (p: Processor, word: number): Register => register(p, rd(word))

export const ld = loading(4, intoRegister)
export const ldub = loading(1, intoRegister)
export const lduh = loading(2, intoRegister)
export const ldsb = loading(1, (p, word, found) => giving(p, rd(word), (found << 24) >> 24))
export const ldsh = loading(2, (p, word, found) => giving(p, rd(word), (found << 16) >> 16))
export const ldd = paired(
  loading(8, (p, word, found, second) => giving(withRegister(p, rd(word), found), rd(word) + 1, second)),
)

export const st = storing(4, stored)
export const stb = storing(1, stored)
export const sth = storing(2, stored)
export const std = paired(storing(8, stored, (p, word) => register(p, rd(word) + 1)))

/** An atomic access at an address: what it found goes to rd. */
const exchanging = <M>(
  bus: Bus<M>,
  p: Processor,
  memory: M,
  word: number,
  space: number,
  width: 1 | 4,
  sum: number,
  replacement: Replacement,
): Executed<M> => {
  const at = address(sum)
  if (at % width !== 0) return trapped(p, memory, trapNumber.mem_address_not_aligned)
  const read = bus.exchange(memory, space, at, width, replacement)
  if (E.isLeft(read)) return refused(p, read.left)
  return done(giving(p, rd(word), read.right.word), read.right.memory)
}

export const ldstub: SpacedInstruction = (bus, p, memory, word, space) =>
  exchanging(bus, p, memory, word, space, 1, effectiveAddress(p, word), () => 0xff)

export const swap: SpacedInstruction = (bus, p, memory, word, space) =>
  exchanging(bus, p, memory, word, space, 4, effectiveAddress(p, word), () => stored(p, word))

/** CASA, which user level may use on its own data. Its second operand is what it compares with, and no part of the address. */
export const casa: MemoryInstruction = (bus, p, memory, word) => {
  if (!p.state.s && asi(word) !== alternateSpace.userData) return trapped(p, memory, trapNumber.privileged_instruction)
  if (immediate(word)) return trapped(p, memory, trapNumber.illegal_instruction)
  const expected = register(p, rs2(word))
  return exchanging(bus, p, memory, word, asi(word), 4, register(p, rs1(word)), (found) =>
    found === expected ? stored(p, word) : null,
  )
}

/** The even register of a pair. */
const even = (word: number): number => rd(word) & ~1
const float = (p: Processor, n: number): Register => p.floats[n] ?? 0

export const ldf = floating(
  normal(loading(4, (p, word, found) => onward(changed(p, { floats: p.floats.with(rd(word), found) })))),
)
export const lddf = floating(
  normal(
    loading(8, (p, word, found, second) =>
      onward(changed(p, { floats: p.floats.with(even(word), found).with(even(word) + 1, second) })),
    ),
  ),
)
export const ldfsr = floating(
  normal(loading(4, (p, _, found) => onward(changed(p, { fsr: (p.fsr & ~fsrLoadable) | (found & fsrLoadable) })))),
)
export const stf = floating(normal(storing(4, (p, word) => float(p, rd(word)))))
export const stdf = floating(
  normal(
    storing(
      8,
      (p, word) => float(p, even(word)),
      (p, word) => float(p, even(word) + 1),
    ),
  ),
)
/** Storing the state register says that its trap type was seen. */
export const stfsr = floating(
  normal(
    storing(
      4,
      (p) => p.fsr,
      () => 0,
      (p) => onward(changed(p, { fsr: p.fsr & ~fsrFields.FTT })),
    ),
  ),
)

/** STDFQ: there is no queue to store. */
export const stdfq: MemoryInstruction = (_, p, memory) => {
  if (!p.state.s) return trapped(p, memory, trapNumber.privileged_instruction)
  if (!p.state.ef) return trapped(p, memory, trapNumber.fp_disabled)
  const fsr = (p.fsr & ~fsrFields.FTT) | (fpTrap.sequence << fttShift)
  return trapped(changed(p, { fsr }), memory, trapNumber.fp_exception)
}
const fttShift = 14

/** There is no coprocessor. */
export const coprocessor: MemoryInstruction = (_, p, memory) => trapped(p, memory, trapNumber.cp_disabled)
export const stdcq: MemoryInstruction = (_, p, memory) =>
  trapped(p, memory, p.state.s ? trapNumber.cp_disabled : trapNumber.privileged_instruction)
