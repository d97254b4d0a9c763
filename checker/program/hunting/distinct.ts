/** How many different states there were, estimated: a HyperLogLog sketch of their digests, which is small, and the same however the work was shared out. */

import type { Digest } from '../../../spec/module/vocabulary.ts'

const BITS = 14
const REGISTERS = 1 << BITS

/** The standard error of the estimate: 1.04 / √registers, below one per cent. */
export const standardError = 1.04 / Math.sqrt(REGISTERS)

const mixed = (n: number): number => {
  const a = Math.imul(n ^ (n >>> 16), 0x7feb352d)
  const b = Math.imul(a ^ (a >>> 15), 0x846ca68b)
  return (b ^ (b >>> 16)) >>> 0
}

export class Distinct {
  readonly registers: Uint8Array

  constructor(registers: Uint8Array = new Uint8Array(REGISTERS)) {
    this.registers = registers
  }

  add({ high, low }: Digest): void {
    const both = mixed(high ^ mixed(low))
    const place = both >>> (32 - BITS)
    const rank = Math.clz32(mixed(low ^ Math.imul(both, 0x9e3779b1))) + 1
    if (rank > (this.registers[place] ?? 0)) this.registers[place] = rank
  }

  /** What either has seen. */
  join(other: Uint8Array): void {
    for (const [place, rank] of other.entries()) if (rank > (this.registers[place] ?? 0)) this.registers[place] = rank
  }

  estimate(): number {
    let [sum, empty] = [0, 0]
    for (const rank of this.registers) {
      sum += 2 ** -rank
      if (rank === 0) empty += 1
    }
    const raw = ((0.7213 / (1 + 1.079 / REGISTERS)) * REGISTERS * REGISTERS) / sum
    return Math.round(raw <= 2.5 * REGISTERS && empty > 0 ? REGISTERS * Math.log(REGISTERS / empty) : raw)
  }
}
