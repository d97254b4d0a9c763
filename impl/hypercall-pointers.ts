/**
 * The memory of callers, as the kernel reaches it: pointers are checked a page at a time, messages are copied a page at
 * a time, and what is only looked at leaves no trace.
 */

import { nameBytes, type PointerCheck } from '../spec/hypercall/vocabulary.ts'
import { returnNumber } from '../spec/words/vocabulary.ts'
import { accessKind, beyond, level, type Cores } from './hal.ts'
import { outcome, type Caller } from './hypercall-caller.ts'
import type { PhysicalMemory } from './words-memory.ts'

/** What became of a name that was to be read. */
export const nameRead = { done: 0, invalid: 1, left: 2 } as const

const pageBytes = 0x1000
const everything = 2 ** 32

/** How records and messages are aligned. */
export const alignment = { record: 4, message: 1 } as const

export class Pointers {
  /** The report that is about to be written. */
  readonly words = new Float64Array(161)
  /** The name that was read last: one character for each byte. */
  name = ''
  readonly #cores: Cores
  readonly #memory: PhysicalMemory
  readonly #aboveKernel: boolean
  readonly #kernelEnd: number

  constructor(cores: Cores, memory: PhysicalMemory, check: PointerCheck, kernelEnd: number) {
    this.#cores = cores
    this.#memory = memory
    this.#aboveKernel = check === 'above the kernel'
    this.#kernelEnd = kernelEnd
  }

  isReadable(caller: Caller, pointer: number, bytes: number, aligned: number): boolean {
    return this.#isValid(caller, accessKind.load, pointer, bytes, aligned)
  }

  isWritable(caller: Caller, pointer: number, bytes: number, aligned: number): boolean {
    return this.#isValid(caller, accessKind.store, pointer, bytes, aligned)
  }

  #isValid(caller: Caller, kind: number, pointer: number, bytes: number, aligned: number): boolean {
    if (!this.#isPlaced(pointer, aligned)) return false
    if (pointer + bytes > everything) return false
    return this.#reached(caller, kind, pointer, bytes) === bytes
  }

  /** Whether something may begin at a pointer. */
  #isPlaced(pointer: number, aligned: number): boolean {
    if (pointer % aligned !== 0) return false
    return !this.#aboveKernel || pointer >= this.#kernelEnd
  }

  /** How many bytes, at most as many as asked for, can be reached from a pointer on before the first that cannot. */
  #reached(caller: Caller, kind: number, pointer: number, bytes: number): number {
    let done = 0
    while (done < bytes && this.#isReached(caller, kind, pointer + done)) done += leftOfPage(pointer + done)
    return Math.min(done, bytes)
  }

  #isReached(caller: Caller, kind: number, virtual: number): boolean {
    if (virtual >= everything) return false
    const offset = this.#probe(caller, kind, virtual)
    return offset === beyond.reserved ? this.#aboveKernel : offset >= 0
  }

  #probe(caller: Caller, kind: number, virtual: number): number {
    return this.#cores.probe(caller.core, kind | this.#rights(caller), virtual)
  }

  /** With the rights of which level a caller's memory is reached. */
  #rights(caller: Caller): number {
    return this.#aboveKernel ? level.supervisor : caller.level
  }

  /** Whether some byte of a record lies in devices or in the kernel, where only this profile looks. */
  strays(caller: Caller, pointer: number, bytes: number): boolean {
    if (!this.#aboveKernel) return false
    for (let done = 0; done < bytes; done += leftOfPage(pointer + done)) {
      if (this.#probe(caller, accessKind.load, pointer + done) === beyond.reserved) return true
    }
    return false
  }

  /** A byte that can be read, without leaving a trace. */
  byte(caller: Caller, pointer: number): number {
    return this.#memory.load(this.#probe(caller, accessKind.load, pointer), 1)
  }

  /** A word that can be read, without leaving a trace. */
  word(caller: Caller, pointer: number): number {
    return this.#memory.load(this.#probe(caller, accessKind.load, pointer), 4)
  }

  /** Read a name, without leaving a trace. */
  readName(caller: Caller, pointer: number): number {
    this.name = ''
    if (!this.#isPlaced(pointer, 1)) return nameRead.invalid
    for (let i = 0; i < nameBytes; i++) {
      if (!this.#isReached(caller, accessKind.load, pointer + i)) return nameRead.invalid
      if (this.strays(caller, pointer + i, 1)) return nameRead.left
      const byte = this.byte(caller, pointer + i)
      if (byte === 0) return nameRead.done
      this.name += String.fromCharCode(byte)
    }
    return nameRead.done
  }

  /** Whether the name that was read is a configured one, as far as names are read. */
  readonly isNamed = (configured: string): boolean => configured.slice(0, nameBytes) === this.name

  /** Write a report of so many of the words, or refuse the pointer. The number of the code, or `left`. */
  report(caller: Caller, pointer: number, words: number): number {
    if (!this.isWritable(caller, pointer, words * 4, alignment.record)) {
      return this.refuseRecord(caller, pointer, words, 0)
    }
    if (this.strays(caller, pointer, words * 4)) return outcome.left
    this.write(caller, pointer, words, 0)
    return returnNumber.NO_ERROR
  }

  /** Write the words from `first` on to a record of so many words that can be written. */
  write(caller: Caller, pointer: number, words: number, first: number): void {
    for (let i = first; i < words; i++) this.putWord(caller, pointer + i * 4, this.words[i])
  }

  /** Write a word where it can be written. */
  putWord(caller: Caller, pointer: number, value: number): void {
    const offset = this.#cores.reach(caller.core, accessKind.store | this.#rights(caller), pointer)
    this.#memory.store(offset, 4, value)
  }

  /** Refuse a record that was to be written from its word `first` on. What can be reached of it is written all the same, if the profile has it so. */
  refuseRecord(caller: Caller, pointer: number, words: number, first: number): number {
    const bytes = this.#reachedInVain(caller, pointer, words * 4, alignment.record)
    if (this.strays(caller, pointer, bytes)) return outcome.left
    this.write(caller, pointer, Math.floor(bytes / 4), first)
    return returnNumber.INVALID_POINTER
  }

  /** Refuse a buffer for a message. What can be reached of it is filled all the same, if the profile has it so. */
  refuseMessage(caller: Caller, pointer: number, buffer: number, message: Uint8Array): number {
    const bytes = this.#reachedInVain(caller, pointer, buffer, alignment.message)
    if (this.strays(caller, pointer, bytes)) return outcome.left
    this.putBytes(caller, pointer, message.subarray(0, bytes))
    return returnNumber.INVALID_POINTER
  }

  /** How many bytes are written before a pointer is found to be invalid. */
  #reachedInVain(caller: Caller, pointer: number, bytes: number, aligned: number): number {
    if (!this.#aboveKernel) return 0
    if (pointer + bytes > everything) return 0
    return this.#isPlaced(pointer, aligned) ? this.#reached(caller, accessKind.store, pointer, bytes) : 0
  }

  /** Write a message where it can be written. */
  putBytes(caller: Caller, pointer: number, message: Uint8Array): void {
    const type = accessKind.store | this.#rights(caller)
    for (let done = 0; done < message.length;) {
      const offset = this.#cores.reach(caller.core, type, pointer + done)
      const end = Math.min(message.length, done + leftOfPage(pointer + done))
      this.#putPage(offset, message, done, end)
      done = end
    }
  }

  /** Bytes of a message, to one page from an offset in memory on. */
  #putPage(offset: number, message: Uint8Array, from: number, to: number): void {
    for (let i = from; i < to; i++) this.#memory.store(offset + i - from, 1, message[i])
  }

  /** Take a message from where it can be read. */
  takeBytes(caller: Caller, pointer: number, bytes: number, message: Uint8Array): void {
    const type = accessKind.load | this.#rights(caller)
    for (let done = 0; done < bytes;) {
      const offset = this.#cores.reach(caller.core, type, pointer + done)
      const end = Math.min(bytes, done + leftOfPage(pointer + done))
      this.#takePage(offset, message, done, end)
      done = end
    }
  }

  /** Bytes of a message, from one page. */
  #takePage(offset: number, message: Uint8Array, from: number, to: number): void {
    for (let i = from; i < to; i++) message[i] = this.#memory.load(offset + i - from, 1)
  }

  /** The physical address that a load of the caller would reach; 0 if there is none. */
  physical(caller: Caller, pointer: number): number {
    return this.#cores.physical(caller.core, accessKind.load | caller.level, pointer)
  }
}

const leftOfPage = (virtual: number): number => pageBytes - (virtual % pageBytes)
