/** What a processor asks of the memory behind it, be it a board's or what a hypervisor gives a guest. */

import type { DecodedCode } from './machine-code.ts'
import type { Layout } from './machine-layout.ts'
import type { Tlb } from './machine-tlb.ts'

/** In place of an offset in memory: what else an access may come to. */
export const reach = {
  /** It traps: an access exception. The fault registers say why. */
  trap: -1,
  /** It is not made: a load reads 0. */
  nothing: -2,
  /** It is to a device, for `loadDevice` and `storeDevice`. */
  device: -3,
  /** It is to a register of an alternate space. */
  register: -4,
} as const

/**
 * Words are in the host's order, and laid out with a processor's cells as `machine-layout.ts` says.
 * The processor makes accesses that its TLB knows by itself; of all others it asks for the offset, and is answered
 * with one of at least 0, or one of `reach`.
 */
export interface MemorySystem {
  readonly words: Int32Array<ArrayBuffer>
  readonly layout: Layout
  readonly code: DecodedCode
  /** Whoever changes what virtual addresses mean must flush it. */
  readonly tlb: Tlb
  /** One access of an access type (0 to 5) of V8 appendix H to a virtual address; R and M are marked. */
  translate(type: number, virtual: number): number
  /** One access of `size` bytes by a privileged instruction to an alternate space. */
  alternate(space: number, storing: boolean, virtual: number, size: number): number

  /** Whether the processor may store by itself to the page of an offset that it was given for a store. */
  letsStore(offset: number): boolean
  /** Store the low `size` (1, 2 or 4) bytes to an aligned offset. */
  write(offset: number, size: number, value: number): void
  /** Of the access that was answered with `device`: `further` bytes behind its address. */
  loadDevice(further: number, size: number): number
  storeDevice(further: number, size: number, value: number): void
  loadRegister(space: number, virtual: number): number
  storeRegister(space: number, virtual: number, value: number): void
}
