/** The header of an ELF file: whether it is a big-endian 32-bit executable for SPARC V8. Source: System V ABI, chapter 4; SPARC supplement. */

import { left, right, type Either } from 'fp-ts/lib/Either.js'
import { address, type Address } from '../../spec/words/vocabulary.ts'
import { because, mostOfImage, type ImageError } from './image.ts'

/** What the header says that loading needs. */
export interface ElfHeader {
  readonly entry: Address
  /** The offset of the program header table in the file. */
  readonly tableAt: number
  /** How many entries of 32 bytes it has. */
  readonly entries: number
}

/** Offsets of the header's fields in the file. */
export const field = {
  class: 4,
  data: 5,
  identVersion: 6,
  type: 16,
  machine: 18,
  version: 20,
  entry: 24,
  tableAt: 28,
  flags: 36,
  headerSize: 40,
  entrySize: 42,
  entries: 44,
} as const

const headerBytes = 52
export const entryBytes = 32

const magic = [0x7f, 0x45, 0x4c, 0x46]

const classes = { 32: 1, 64: 2 } as const
const bigEndian = 2
const littleEndian = 1
const currentVersion = 1
const executable = 2
const machines = { sparc: 2, sparc32plus: 18, sparcV9: 43 } as const

/** Flags of a file for SPARC: instructions that V8 does not have, and data in little-endian order. */
const flag = { beyondV8: 0x7fff00, littleEndianData: 0x800000 } as const

/** What files of the other types are, by number. */
const otherTypes: { readonly [type: number]: string } = {
  1: 'a relocatable object file; link it',
  3: 'a shared object or a position-independent executable; link it with -static -no-pie',
  4: 'a core dump; give the program itself',
}

/** The bytes of a file as big-endian fields. */
export const viewOf = (file: Uint8Array): DataView => new DataView(file.buffer, file.byteOffset, file.byteLength)

/** The header of a file, of which every field that matters has been looked at, and its table lies within the file. */
export const headerOf = (file: Uint8Array): Either<ImageError, ElfHeader> => {
  const present = Math.min(file.length, magic.length)
  if (magic.slice(0, present).some((byte, i) => file[i] !== byte))
    return left(because(0, 'ELF-1', 'this is no ELF file: it does not begin with the bytes 7F 45 4C 46'))
  if (file.length < headerBytes)
    return left(
      because(
        file.length,
        'ELF-2',
        `the file ends after ${file.length} bytes, within the ELF header, which has ${headerBytes}`,
      ),
    )
  const view = viewOf(file)
  const why = notOfTheFormat(view) ?? notForThisMachine(view) ?? notAsSized(view, file.length)
  return why === undefined
    ? right({
        entry: address(view.getUint32(field.entry)),
        tableAt: view.getUint32(field.tableAt),
        entries: view.getUint16(field.entries),
      })
    : left(why)
}

/** Class, byte order and version. */
const notOfTheFormat = (view: DataView): ImageError | undefined => {
  const fileClass = view.getUint8(field.class)
  if (fileClass === classes[64])
    return because(field.class, 'ELF-3', 'this is a 64-bit file; compile and link with -m32')
  if (fileClass !== classes[32])
    return because(field.class, 'ELF-3', `class ${fileClass} is none that ELF has; a 32-bit file says 1`)
  const data = view.getUint8(field.data)
  if (data === littleEndian) return because(field.data, 'ELF-4', 'this is a little-endian file; SPARC V8 is big-endian')
  if (data !== bigEndian)
    return because(field.data, 'ELF-4', `byte order ${data} is none that ELF has; a big-endian file says 2`)
  const identVersion = view.getUint8(field.identVersion)
  if (identVersion !== currentVersion)
    return because(field.identVersion, 'ELF-5', `version ${identVersion} of the format; there is only version 1`)
  const version = view.getUint32(field.version)
  return version === currentVersion
    ? undefined
    : because(field.version, 'ELF-5', `version ${version} of the format; there is only version 1`)
}

/** Processor, its flags, and the type of the file. */
const notForThisMachine = (view: DataView): ImageError | undefined => {
  const machine = view.getUint16(field.machine)
  if (machine === machines.sparc32plus)
    return because(
      field.machine,
      'ELF-6',
      'this is for SPARC V8+ (machine 18), which has instructions of V9; compile and link with -mcpu=leon3',
    )
  if (machine === machines.sparcV9)
    return because(field.machine, 'ELF-6', 'this is for SPARC V9 (machine 43); compile with -m32 -mcpu=leon3')
  if (machine !== machines.sparc)
    return because(field.machine, 'ELF-6', `this is for another processor: machine ${machine}, where SPARC is 2`)
  const flags = view.getUint32(field.flags)
  if ((flags & flag.littleEndianData) !== 0)
    return because(field.flags, 'ELF-4', 'its flags say that its data are little-endian; SPARC V8 is big-endian')
  if ((flags & flag.beyondV8) !== 0)
    return because(
      field.flags,
      'ELF-6',
      'its flags say that it has instructions that SPARC V8 lacks; compile and link with -mcpu=leon3',
    )
  const type = view.getUint16(field.type)
  return type === executable
    ? undefined
    : because(
        field.type,
        'ELF-7',
        `this is no executable file, but ${otherTypes[type] ?? `one of type ${type}; an executable is of type 2`}`,
      )
}

/** The sizes that the header gives, and where its program header table is. */
const notAsSized = (view: DataView, length: number): ImageError | undefined => {
  const headerSize = view.getUint16(field.headerSize)
  if (headerSize !== headerBytes)
    return because(field.headerSize, 'ELF-8', `the header says that it has ${headerSize} bytes; it has ${headerBytes}`)
  const entries = view.getUint16(field.entries)
  if (entries === 0)
    return because(field.entries, 'ELF-16', 'the file has no program header, so nothing is to be loaded; link it')
  if (entries > mostOfImage.programHeaders)
    return because(
      field.entries,
      'ELF-17',
      `${entries} program headers; files of more than ${mostOfImage.programHeaders} are refused`,
    )
  const entrySize = view.getUint16(field.entrySize)
  if (entrySize !== entryBytes)
    return because(field.entrySize, 'ELF-8', `program headers of ${entrySize} bytes; they have ${entryBytes}`)
  const tableAt = view.getUint32(field.tableAt)
  if (tableAt < headerBytes)
    return because(field.tableAt, 'ELF-8', `the program header table begins at byte ${tableAt}, within the ELF header`)
  const end = tableAt + entries * entryBytes
  return end <= length
    ? undefined
    : because(
        field.tableAt,
        'ELF-9',
        `the program header table is bytes ${tableAt} to ${end - 1}, and the file ends after ${length} bytes`,
      )
}
