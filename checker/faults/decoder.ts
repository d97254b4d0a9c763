/** The decoder of a loaded emulator, on its own: what it takes every opcode for, held against the instruction set. */

import { instructionOf } from '../../spec/machine/instructions.ts'
import { word } from '../../spec/words/vocabulary.ts'

/** The name of an instruction by its word, null if it is illegal. */
interface Decoder {
  readonly decodedName: (code: number) => string | null
}

const isDecoder = (loaded: unknown): loaded is Decoder =>
  typeof loaded === 'object' && loaded !== null && 'decodedName' in loaded && typeof loaded.decodedName === 'function'

/** Words of every opcode, condition and operation, with the registers that tell some apart. */
function* opcodes(): Iterable<number> {
  for (let a = 0; a < 32; a++) for (let op2 = 0; op2 < 8; op2++) yield (a << 25) | (op2 << 22)
  yield 0x40000000
  for (const op of [2, 3])
    for (let op3 = 0; op3 < 64; op3++)
      for (let rd = 0; rd < 32; rd++)
        for (const rs1 of [0, 1, 15, 17]) yield (op << 30) | (rd << 25) | (op3 << 19) | (rs1 << 14)
  for (const op3 of [0x34, 0x35]) for (let opf = 0; opf < 512; opf++) yield (2 << 30) | (op3 << 19) | (opf << 5)
}

/** Whether a decoder is wrong about some opcode; one that is not there is not. */
export const decoderDisagrees = (modules: ReadonlyMap<string, unknown>): boolean => {
  const decoder = modules.get('machine-operations.ts')
  if (!isDecoder(decoder)) return false
  for (const opcode of opcodes()) {
    const code = word(opcode)
    if (decoder.decodedName(code) !== (instructionOf(code)?.name ?? null)) return true
  }
  return false
}
