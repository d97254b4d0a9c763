/** The calls about memory, decided row by row. */

import type { Rights } from '../spec/space/vocabulary.ts'
import { returnNumber } from '../spec/words/vocabulary.ts'
import { outcome, type Caller } from './hypercall-caller.ts'
import { alignment, nameRead, type Pointers } from './hypercall-pointers.ts'
import type { SharedArea } from './space.ts'

const { NOT_AVAILABLE, INVALID_CONFIG, INVALID_POINTER } = returnNumber

/** Rights as they are reported. */
const rightsNumber: { readonly [rights in Rights]: number } = { R: 1, RW: 3, RX: 5, RWX: 7, X: 4 }

export class SpaceCalls {
  readonly #pointers: Pointers
  readonly #areas: readonly SharedArea[]

  constructor(pointers: Pointers, areas: readonly SharedArea[]) {
    this.#pointers = pointers
    this.#areas = areas
  }

  getSharedArea(caller: Caller): number {
    const { isNamed, words } = this.#pointers
    const read = this.#pointers.readName(caller, caller.operands[0])
    if (read === nameRead.left) return outcome.left
    if (read === nameRead.invalid) return INVALID_POINTER
    const area = this.#areas.find(({ name, rights }) => isNamed(name) && rights[caller.partition] !== null)
    const rights = area?.rights[caller.partition]
    if (area === undefined || rights == null) return INVALID_CONFIG
    words[0] = area.virtual
    words[1] = area.bytes
    words[2] = rightsNumber[rights]
    words[3] = area.identifier
    return this.#pointers.report(caller, caller.operands[1], 4)
  }

  getPAddr(caller: Caller): number {
    return caller.value(this.#pointers.physical(caller, caller.operands[0]))
  }

  getAmbaconf(caller: Caller): number {
    const writable = this.#pointers.isWritable(caller, caller.operands[0], 4, alignment.record)
    return writable ? NOT_AVAILABLE : INVALID_POINTER
  }

  putchar(caller: Caller): number {
    return caller.value(caller.operands[0] & 0xff)
  }

  print(caller: Caller): number {
    const [text, length] = caller.operands
    if (!this.#pointers.isReadable(caller, text, length, alignment.message)) return caller.value(0)
    if (this.#pointers.strays(caller, text, length)) return outcome.left
    return caller.value(this.#printed(caller, text, length))
  }

  /** How many bytes of a text come before the first zero. */
  #printed(caller: Caller, text: number, length: number): number {
    let printed = 0
    while (printed < length && this.#pointers.byte(caller, text + printed) !== 0) printed++
    return printed
  }
}
