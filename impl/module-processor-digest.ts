/**
 * What the processors of contexts add to the digest: as for other cells by difference, and of the processor of a core
 * only the windows are looked at that its instructions can have reached.
 */

import { cellKey, cellKind, contribution } from '../spec/module/vocabulary.ts'
import type { ContextProcessors } from './hal-processors.ts'
import { savedProcessor, type Processor } from './machine-processor.ts'
import { savedAt } from './machine-registers.ts'

/** Behind the numbers of a saved processor, whether there is one. */
const cells = savedProcessor + 1
const floats = savedAt.npc + 1
const fsr = floats + 32

/** The field of each number of a saved processor: the state follows the floats there. */
const fieldOf = (number: number): number => {
  if (number < savedAt.psr) return number
  if (number >= floats && number < fsr) return number - floats + savedAt.psr
  const state = [savedAt.pc, savedAt.npc, savedAt.psr, savedAt.wim, savedAt.tbr, savedAt.y, fsr, savedProcessor]
  return savedAt.psr + 32 + state.indexOf(number)
}

const fields = Array.from({ length: cells }, (_, number) => fieldOf(number))

export class ProcessorDigest {
  low = 0
  high = 0
  readonly #contexts: ContextProcessors
  /** Of cores, then of saved contexts: what was last seen, and what it contributes. */
  readonly #seen: Int32Array
  readonly #low: Int32Array
  readonly #high: Int32Array
  readonly #keys: Int32Array
  readonly #nothing = new Int32Array(cells)
  readonly #read = new Int32Array(cells)

  constructor(contexts: ContextProcessors) {
    this.#contexts = contexts
    const count = contexts.areAny ? (contexts.cores + contexts.holders) * cells : 0
    this.#seen = new Int32Array(count)
    this.#low = new Int32Array(count)
    this.#high = new Int32Array(count)
    this.#keys = Int32Array.from(this.#seen, (_, i) => this.#key(Math.floor(i / cells), fields[i % cells]))
  }

  #key(record: number, field: number): number {
    const { cores, partitions } = this.#contexts
    if (record < cores) return cellKey(cellKind.coreProcessor, record, field)
    const holder = record - cores
    return holder < partitions
      ? cellKey(cellKind.partitionProcessor, holder, field)
      : cellKey(cellKind.secondaryProcessor, holder - partitions, field)
  }

  /** Bring both lanes up to date. */
  refresh(): void {
    const contexts = this.#contexts
    for (let core = 0; core < contexts.cores; core++) this.#refreshCore(core)
    for (let holder = contexts.changes.takeHolder(); holder >= 0; holder = contexts.changes.takeHolder()) {
      const saved = contexts.hasSaved(holder)
      if (saved) this.#read.set(contexts.saved.subarray(holder * savedProcessor, (holder + 1) * savedProcessor))
      this.#followAll(contexts.cores + holder, saved)
    }
  }

  #refreshCore(core: number): void {
    const { changes } = this.#contexts
    if (changes.everything[core] !== 0) {
      const isOn = this.#contexts.isOn(core)
      if (isOn) this.#contexts.on(core).save(this.#read, 0)
      this.#followAll(core, isOn)
    } else if (changes.windows[core] !== 0) this.#followChanged(core, this.#contexts.on(core))
    changes.see(core)
  }

  /** What was read of a processor, if there is one. */
  #followAll(record: number, is: boolean): void {
    const read = is ? this.#read : this.#nothing
    const at = record * cells
    for (let i = 0; i < savedProcessor; i++) this.#follow(at + i, read[i])
    this.#follow(at + savedProcessor, is ? 1 : 0)
  }

  /** What instructions can have changed. */
  #followChanged(core: number, { registers, floatingPoint }: Processor): void {
    const at = core * cells
    const windows = this.#contexts.changes.windows[core]
    for (let i = 1; i < 8; i++) this.#follow(at + savedAt.globals + i, registers.get(i))
    for (let window = 0; window < 8; window++) {
      if (((windows >> window) & 1) === 0) continue
      for (let i = 0; i < 16; i++) this.#follow(at + savedAt.windows + window * 16 + i, registers.windowed(window, i))
    }
    this.#follow(at + savedAt.psr, registers.psr)
    this.#follow(at + savedAt.y, registers.y)
    this.#follow(at + savedAt.pc, registers.pc)
    this.#follow(at + savedAt.npc, registers.npc)
    if (!registers.ef) return
    for (let i = 0; i < 32; i++) this.#follow(at + floats + i, floatingPoint.floats[i])
    this.#follow(at + fsr, floatingPoint.fsr)
  }

  #follow(at: number, value: number): void {
    if (this.#seen[at] === value) return
    this.#seen[at] = value
    const key = this.#keys[at]
    this.low ^= this.#low[at]
    this.high ^= this.#high[at]
    this.low ^= this.#low[at] = contribution(0, key, value >>> 0)
    this.high ^= this.#high[at] = contribution(1, key, value >>> 0)
  }
}
