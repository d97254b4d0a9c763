/** Writes a big-endian 32-bit ELF image for SPARC. Source: System V ABI, chapters 4 and 5. */

/** Words that are loaded at an address. */
export interface Segment {
  readonly address: number
  readonly words: ArrayLike<number>
}

const HEADER = 52
const PROGRAM_HEADER = 32
const EM_SPARC = 2

const headerBytes = (view: DataView, entry: number, segments: number): void => {
  for (const [at, byte] of [0x7f, 0x45, 0x4c, 0x46, 1, 2, 1].entries()) view.setUint8(at, byte)
  view.setUint16(16, 2)
  view.setUint16(18, EM_SPARC)
  view.setUint32(20, 1)
  view.setUint32(24, entry)
  view.setUint32(28, HEADER)
  view.setUint16(40, HEADER)
  view.setUint16(42, PROGRAM_HEADER)
  view.setUint16(44, segments)
  view.setUint16(46, 40)
}

/** An executable image that starts at `entry`. */
export const elfImage = (entry: number, segments: readonly Segment[]): Uint8Array => {
  const start = HEADER + PROGRAM_HEADER * segments.length
  const size = segments.reduce((sum, { words }) => sum + 4 * words.length, start)
  const bytes = new Uint8Array(size)
  const view = new DataView(bytes.buffer)
  headerBytes(view, entry, segments.length)
  let offset = start
  for (const [index, { address, words }] of segments.entries()) {
    const length = 4 * words.length
    const fields = [1, offset, address, address, length, length, 7, 4]
    for (const [field, value] of fields.entries()) view.setUint32(HEADER + PROGRAM_HEADER * index + 4 * field, value)
    for (let at = 0; at < words.length; at++) view.setUint32(offset + 4 * at, words[at] ?? 0)
    offset += length
  }
  return bytes
}
