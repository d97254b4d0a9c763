/** Physical memory of the board: what stands where, and what an access finds and leaves there. */

import { deviceAt, promBytes, ramAt, type Board, type Register } from '../../spec/machine/vocabulary.ts'
import { address, withWord, word, wordAt, type Address } from '../../spec/words/vocabulary.ts'
import type { Read, Width } from './bus.ts'
import { deviceWord, withDeviceWord } from './devices.ts'

/** A board without its processor; its clock stands still while an instruction is executed. */
export type Surroundings = Pick<Board, 'mmu' | 'caches' | 'memory' | 'devices' | 'cached' | 'cycles'>

/** The same with some of it changed. */
export const surroundings = (s: Surroundings, changes: Partial<Surroundings>): Surroundings => ({
  mmu: changes.mmu ?? s.mmu,
  caches: changes.caches ?? s.caches,
  memory: changes.memory ?? s.memory,
  devices: changes.devices ?? s.devices,
  cached: changes.cached ?? s.cached,
  cycles: s.cycles,
})

/** What stands at a physical address. */
export type Place = 'memory' | 'read-only memory' | 'device' | 'nothing'

const firstDevice = 0x80000000
const afterDevices = 0x80100000

export const placeAt = (ramBytes: number, at: Address): Place => {
  if (at >= ramAt && at < ramAt + ramBytes) return 'memory'
  if (at < promBytes) return 'read-only memory'
  if (at >= firstDevice && at < afterDevices) return 'device'
  return at >= deviceAt.mainTable ? 'device' : 'nothing'
}

/** The word that holds the byte at `at`. */
const wordHolding = (s: Surroundings, place: Place, at: Address): Register => {
  if (place === 'nothing') return 0
  return (place === 'device' ? deviceWord(s.devices, address(at & ~3), s.cycles) : wordAt(s.memory, at)) | 0
}

/** How far bytes at an address lie from the low end of their word, and the bits of so many bytes. */
const shiftOf = (at: Address, width: 1 | 2): number => 8 * (4 - width - (at & 3))
const bitsOf = (width: 1 | 2): number => (width === 1 ? 0xff : 0xffff)

/** What a load finds: big-endian, zero-extended, 0 where nothing stands. */
export const found = (s: Surroundings, place: Place, at: Address, width: Width): Read<Surroundings> => {
  const holding = wordHolding(s, place, at)
  if (width === 4) return { memory: s, word: holding, second: 0 }
  if (width === 8) return { memory: s, word: holding, second: wordHolding(s, place, address(at + 4)) }
  return { memory: s, word: (holding >>> shiftOf(at, width)) & bitsOf(width), second: 0 }
}

/** Surroundings after a store; of a byte or halfword the value's low bits. What cannot be changed stays. */
export const afterStore = (
  s: Surroundings,
  place: Place,
  at: Address,
  width: Width,
  value: Register,
  second: Register,
): Surroundings => {
  if (width === 8) return afterStore(afterStore(s, place, at, 4, value, 0), place, address(at + 4), 4, second, 0)
  switch (place) {
    case 'memory':
      return surroundings(s, { memory: withWord(s.memory, at, word(merged(wordAt(s.memory, at), at, width, value))) })
    case 'device': {
      const whole = word(merged(0, at, width, value))
      return surroundings(s, { devices: withDeviceWord(s.devices, address(at & ~3), whole, s.cycles) })
    }
    case 'read-only memory':
    case 'nothing':
      return s
  }
}

/** A word with the value at the place of its bytes. */
const merged = (whole: number, at: Address, width: 1 | 2 | 4, value: Register): number => {
  if (width === 4) return value
  const shift = shiftOf(at, width)
  const bits = bitsOf(width)
  return (whole & ~(bits << shift)) | ((value & bits) << shift)
}
