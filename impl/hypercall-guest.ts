/** The calls of the virtual processor: its interrupts, its registers, its caches. */

import { psr, psrSettable } from '../spec/guest/vocabulary.ts'
import { trapOf, serviceNames, serviceOf, type HypercallVariation } from '../spec/hypercall/vocabulary.ts'
import { permission } from '../spec/partition/vocabulary.ts'
import { returnNumber } from '../spec/words/vocabulary.ts'
import { processorCell, type Processors } from './guest.ts'
import { outcome, type Caller } from './hypercall-caller.ts'
import type { Secondaries } from './partition-secondaries.ts'
import type { Partitions } from './partition.ts'

const { NO_ERROR, NO_ACTION, INVALID_PARAM, INVALID_CONFIG, INVALID_MODE } = returnNumber

/** The two bits of a cache, and which caches there are: data, instructions. */
const cacheMode = { disabled: 0, frozen: 1, enabled: 3 } as const
const cacheBits = 3
const everyCacheBit = 0xf
const cacheNumbers = [0, 1] as const

const isNamed = (caller: Caller, cache: number): boolean => ((caller.operands[0] >> cache) & 1) !== 0
const modeOf = (caches: number, cache: number): number => (caches >> (2 * cache)) & cacheBits
const withMode = (caches: number, cache: number, mode: number): number =>
  (caches & ~(cacheBits << (2 * cache))) | (mode << (2 * cache))

const isEnabled = (mode: number): boolean => mode === cacheMode.enabled
const isDisabled = (mode: number): boolean => mode === cacheMode.disabled
const isOn = (mode: number): boolean => mode !== cacheMode.disabled
const isDisabledOrFrozen = (mode: number): boolean => mode === cacheMode.disabled || mode === cacheMode.frozen
const frozenIfOn = (mode: number): number => (mode === cacheMode.disabled ? cacheMode.disabled : cacheMode.frozen)

/** The bits of the virtual PSR that a guest is shown. */
const psrShown = psr.ET | psr.PIL

/** The first number beyond the last call of the operating system. */
const beyondCalls =
  1 + Math.max(...serviceNames.map((name) => (serviceOf(name).trap === trapOf.call ? serviceOf(name).number : -1)))

/** What the calls are about. */
interface Concerned {
  readonly partitions: Partitions
  readonly processors: Processors
  readonly secondaries: Secondaries
}

export class GuestCalls {
  readonly #partitions: Partitions
  readonly #processors: Processors
  readonly #secondaries: Secondaries
  readonly #virtualCores: readonly number[]
  readonly #unmaskWorks: boolean
  readonly #oneNumberAccepted: boolean

  constructor(
    { partitions, processors, secondaries }: Concerned,
    virtualCores: readonly number[],
    { unmask, unassignedNumber }: HypercallVariation,
  ) {
    this.#partitions = partitions
    this.#processors = processors
    this.#secondaries = secondaries
    this.#virtualCores = virtualCores
    this.#unmaskWorks = unmask === 'works'
    this.#oneNumberAccepted = unassignedNumber === 'one accepted'
  }

  getIrq(caller: Caller): number {
    return caller.value(this.#processors.takeInterrupt(caller.partition))
  }

  maskIrq(caller: Caller): number {
    const level = caller.operands[0]
    if (!isLevel(level)) return INVALID_PARAM
    this.#processors.setMask(caller.partition, this.#mask(caller) & ~(1 << level))
    return NO_ERROR
  }

  unmaskIrq(caller: Caller): number {
    const level = caller.operands[0]
    if (!this.#unmaskWorks) return NO_ACTION
    if (!isLevel(level)) return INVALID_PARAM
    this.#processors.setMask(caller.partition, this.#mask(caller) | (1 << level))
    return NO_ERROR
  }

  #mask(caller: Caller): number {
    return this.#processors.get(caller.partition, processorCell.mask)
  }

  getNbCores(caller: Caller): number {
    return caller.value(this.#virtualCores[caller.partition])
  }

  getCoreId(caller: Caller): number {
    return caller.value(caller.virtualCore)
  }

  bootCore(caller: Caller): number {
    const core = caller.operands[0]
    if (core >= this.#virtualCores[caller.partition]) return INVALID_PARAM
    if (core === 0 || this.#secondaries.isBooted(caller.partition, core)) return NO_ACTION
    this.#secondaries.boot(caller.partition, core, this.#partitions.levelAtStart(caller.partition), caller.operands[1])
    return NO_ERROR
  }

  getEvent(caller: Caller): number {
    return caller.value(this.#processors.takeEvents(caller.partition))
  }

  enableCache(caller: Caller): number {
    const refusal = this.#refusesCache(caller)
    if (refusal !== NO_ERROR) return refusal
    if (this.#every(caller, isEnabled)) return NO_ACTION
    return this.#setCaches(caller, () => cacheMode.enabled)
  }

  disableCache(caller: Caller): number {
    const refusal = this.#refusesCache(caller)
    if (refusal !== NO_ERROR) return refusal
    if (this.#every(caller, isDisabled)) return NO_ACTION
    return this.#setCaches(caller, () => cacheMode.disabled)
  }

  freezeCache(caller: Caller): number {
    const refusal = this.#refusesCache(caller)
    if (refusal !== NO_ERROR) return refusal
    if (this.#every(caller, isDisabled)) return INVALID_MODE
    if (this.#every(caller, isDisabledOrFrozen)) return NO_ACTION
    return this.#setCaches(caller, frozenIfOn)
  }

  flushCache(caller: Caller): number {
    const refusal = this.#refusesCache(caller)
    if (refusal !== NO_ERROR) return refusal
    return this.#every(caller, isOn) ? NO_ERROR : INVALID_MODE
  }

  /** Why a caller may not do anything with a cache; NO_ERROR if it may. */
  #refusesCache(caller: Caller): number {
    const named = caller.operands[0]
    if (!this.#partitions.has(caller.partition, permission.CACHE_CONTROL)) return INVALID_CONFIG
    if (named < 1 || named > 3) return INVALID_PARAM
    return NO_ERROR
  }

  /** Whether every cache that a caller names is in such a mode. */
  #every(caller: Caller, is: (mode: number) => boolean): boolean {
    const caches = this.#caches(caller)
    return cacheNumbers.every((i) => !isNamed(caller, i) || is(modeOf(caches, i)))
  }

  /** Every cache that a caller names gets another mode. */
  #setCaches(caller: Caller, becomes: (mode: number) => number): number {
    let caches = this.#caches(caller)
    for (const i of cacheNumbers) {
      if (isNamed(caller, i)) caches = withMode(caches, i, becomes(modeOf(caches, i)))
    }
    this.#processors.setCaches(caller.partition, caches)
    return NO_ERROR
  }

  #caches(caller: Caller): number {
    return this.#processors.get(caller.partition, processorCell.caches)
  }

  unassignedNumber(caller: Caller): number {
    const [trap, number] = caller.operands
    const accepted = this.#oneNumberAccepted && trap === trapOf.call && number === beyondCalls
    return accepted ? NO_ACTION : INVALID_PARAM
  }

  disableInterrupts(caller: Caller): number {
    const before = this.#psr(caller) & psr.PIL
    this.#processors.putPsr(caller.partition, psr.PIL, psr.PIL)
    return caller.value(before)
  }

  enableInterrupts(caller: Caller): number {
    this.#processors.putPsr(caller.partition, psr.PIL, caller.operands[0])
    return outcome.quiet
  }

  disableTraps(caller: Caller): number {
    this.#processors.putPsr(caller.partition, psr.ET, 0)
    return outcome.quiet
  }

  enableTraps(caller: Caller): number {
    this.#processors.putPsr(caller.partition, psr.ET, psr.ET)
    return outcome.quiet
  }

  disableFpu(caller: Caller): number {
    return this.#putFpu(caller, 0)
  }

  enableFpu(caller: Caller): number {
    return this.#putFpu(caller, psr.EF)
  }

  setEf(caller: Caller): number {
    return this.#putFpu(caller, caller.operands[0] === 0 ? 0 : psr.EF)
  }

  #putFpu(caller: Caller, bit: number): number {
    if (!this.#partitions.has(caller.partition, permission.FPU_CONTROL)) return outcome.quiet
    this.#processors.putPsr(caller.partition, psr.EF, bit)
    return outcome.quiet
  }

  getTbr(caller: Caller): number {
    return caller.value(this.#processors.get(caller.partition, processorCell.tbr))
  }

  setTbr(caller: Caller): number {
    this.#processors.setTable(caller.partition, caller.operands[0])
    return outcome.quiet
  }

  #psr(caller: Caller): number {
    return this.#processors.get(caller.partition, processorCell.psr)
  }

  getPsr(caller: Caller): number {
    return caller.value(this.#psr(caller) & psrShown)
  }

  setPsr(caller: Caller): number {
    this.#processors.putPsr(caller.partition, psrSettable, caller.operands[0])
    return outcome.quiet
  }

  rett(caller: Caller): number {
    caller.resumed = this.#processors.returnFromTrap(caller.partition)
    return outcome.quiet
  }

  getCacheReg(caller: Caller): number {
    return caller.value(this.#caches(caller))
  }

  setCacheReg(caller: Caller): number {
    if (!this.#partitions.has(caller.partition, permission.CACHE_CONTROL)) return outcome.quiet
    this.#processors.setCaches(caller.partition, caller.operands[0] & everyCacheBit)
    return outcome.quiet
  }

  /** There is nothing that would show that it was done. */
  doNothing(): number {
    return outcome.quiet
  }

  /** How a cache is built: unknown. */
  getCacheConfiguration(caller: Caller): number {
    return caller.value(0)
  }

  getIrqMask(caller: Caller): number {
    return caller.value(this.#mask(caller))
  }

  setIrqMask(caller: Caller): number {
    this.#processors.setMask(caller.partition, caller.operands[0])
    return outcome.quiet
  }

  setIrqForce(caller: Caller): number {
    this.#processors.force(caller.partition, caller.operands[0])
    return outcome.quiet
  }
}

const isLevel = (level: number): boolean => level >= 1 && level <= 15
