/**
 * Whether the next instruction of a binary program at supervisor level leaves what is specified: seen before anything of
 * it is done, so that nothing has to be undone.
 */

import { accessKind, level, type Cores } from './hal.ts'
import type { Registers } from './machine-registers.ts'
import { operation, operationOf } from './machine-operations.ts'
import type { PhysicalMemory } from './words-memory.ts'

const fetch = accessKind.fetch | level.supervisor

/** RDPSR, RDWIM, RDTBR, WRPSR (with any rd), WRWIM, WRTBR, RETT, STDFQ, STDCQ, CASA. */
const privileged: ReadonlySet<number> = new Set([
  ...[0x69, 0x6a, 0x6b, 0x71, operation.partialWrite, 0x72, 0x73, 0x79],
  ...[0xa6, 0xb6, 0xbc],
])
const alternateForms = { first: 0x90, last: 0x9f } as const
const privilegedAncillary = 16
const floatingAccesses = { first: 0xa0, last: 0xa7 } as const
/** By the low four bits of `op3`. */
const sizes = Uint8Array.of(4, 1, 2, 8, 4, 1, 2, 8, 4, 1, 2, 4, 4, 1, 4, 4)
const doubles: ReadonlySet<number> = new Set([0x83, 0x87])

export class Foresight {
  readonly #cores: Cores
  readonly #memory: PhysicalMemory

  constructor(cores: Cores, memory: PhysicalMemory) {
    this.#cores = cores
    this.#memory = memory
  }

  /** Whether the instruction at `pc` would leave, with these registers. */
  leaves(core: number, registers: Registers): boolean {
    const pc = registers.pc >>> 0
    if (this.#cores.strays(core, fetch, pc)) return true
    const offset = this.#cores.probe(core, fetch, pc)
    if (offset < 0) return false
    const word = this.#memory.load(offset, 4)
    const number = operationOf(word)
    if (number === operation.writeAncillary) return ((word >>> 25) & 31) >= privilegedAncillary
    if (privileged.has(number) || (number >= alternateForms.first && number <= alternateForms.last)) return true
    return (
      number >= operation.memory && number <= floatingAccesses.last && this.#accessLeaves(core, registers, word, number)
    )
  }

  /** Whether a load or store comes to its access, and that reaches kernel memory or devices. */
  #accessLeaves(core: number, registers: Registers, word: number, number: number): boolean {
    if (number >= floatingAccesses.first && !registers.ef) return false
    if (doubles.has(number) && ((word >>> 25) & 1) !== 0) return false
    const second = (word & 0x2000) !== 0 ? (word << 19) >> 19 : registers.get(word & 31)
    const address = (registers.get((word >>> 14) & 31) + second) >>> 0
    const kind = number & 15
    const size = number === 0xa3 || number === 0xa7 ? 8 : number >= floatingAccesses.first ? 4 : sizes[kind]
    if ((address & (size - 1)) !== 0) return false
    const stores = (kind & 4) !== 0
    return this.#cores.strays(core, (stores ? accessKind.store : accessKind.load) | level.supervisor, address)
  }
}
