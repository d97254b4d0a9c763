/** What the runner does when a block has ended: it writes down the machine's state, quiets the devices, hashes and prints. */

import {
  add,
  and,
  andcc,
  branch,
  call,
  compare,
  jmp,
  label,
  ld,
  lda,
  ldd,
  ldub,
  move,
  nop,
  rd,
  set,
  setLabel,
  sll,
  srl,
  st,
  sta,
  std,
  stdf,
  stfsr,
  subcc,
  umul,
  wr,
  xor,
  type Piece,
  type RegisterName,
} from './assembly.ts'
import * as places from './places.ts'
import { END, hashFactor, tableRuns } from './record.ts'

const { outcome, record } = places
/** S, PS, EF, PIL 15, ET 0: how the runner works, in window 0. */
export const ownPsr = 0x1fc0
const MMU_REGISTERS = 0x19

/** The registers of a window, saved or loaded eight bytes at a time. */
const pairs: readonly RegisterName[] = ['l0', 'l2', 'l4', 'l6', 'i0', 'i2', 'i4', 'i6']

/** Does `body` in every window, %g1 moving on by a window's 64 bytes. Uses %g2 and %g3. */
export const everyWindow = (
  name: string,
  body: (register: RegisterName, offset: number) => Piece,
): readonly Piece[] => [
  set(ownPsr, 'g2'),
  set(ownPsr + 8, 'g3'),
  label(name),
  wr('g2', 0, 'psr'),
  nop,
  nop,
  nop,
  ...pairs.map((register, index) => body(register, 8 * index)),
  add('g2', 1, 'g2'),
  compare('g2', 'g3'),
  branch('l', name),
  add('g1', 64, 'g1'),
  set(ownPsr, 'g2'),
  wr('g2', 0, 'psr'),
  nop,
  nop,
  nop,
]

const mmuRegister = (register: number, offset: number): readonly Piece[] => [
  set(register, 'g2'),
  lda('g2', MMU_REGISTERS, 'g3'),
  st('g3', 'g1', offset),
]

const registersSaved: readonly Piece[] = [
  label('finish'),
  set(places.result, 'l4'),
  std('g0', 'l4', outcome.globals),
  std('g2', 'l4', outcome.globals + 8),
  std('g4', 'l4', outcome.globals + 16),
  std('g6', 'l4', outcome.globals + 24),
  st('l0', 'l4', outcome.psr),
  rd('y', 'l5'),
  st('l5', 'l4', outcome.y),
  rd('wim', 'l5'),
  st('l5', 'l4', outcome.wim),
  rd('tbr', 'l5'),
  st('l5', 'l4', outcome.tbr),
  wr('g0', 0, 'wim'),
  set(ownPsr, 'g2'),
  wr('g2', 0, 'psr'),
  set(places.result, 'g1'),
  nop,
  stfsr('g1', outcome.fsr),
  ...Array.from({ length: 16 }, (_, index) => stdf(2 * index, 'g1', outcome.floatingPoint + 8 * index)),
]

/** Without what QEMU is known to tell otherwise: the level of a refused access, where in its page, and whose MMU it is. */
const mmuSaved: readonly Piece[] = [
  ...mmuRegister(0x300, outcome.faultStatus),
  and('g3', 0x18, 'g4'),
  compare('g4', 8),
  branch('e', 'level', true),
  and('g3', ~0x300, 'g3'),
  label('level'),
  st('g3', 'g1', outcome.faultStatus),
  move('g3', 'g4'),
  ...mmuRegister(0x400, outcome.faultAddress),
  and('g3', ~0xfff, 'g3'),
  st('g3', 'g1', outcome.faultAddress),
  andcc('g4', 2, 'g0'),
  branch('e', 'no fault', true),
  st('g0', 'g1', outcome.faultAddress),
  label('no fault'),
  ...mmuRegister(0x200, outcome.context),
  sta('g0', 'g2', MMU_REGISTERS),
  ...mmuRegister(0, outcome.control),
  and('g3', 3, 'g3'),
  st('g3', 'g1', outcome.control),
  sta('g0', 'g2', MMU_REGISTERS),
  nop,
]

const interruptsSaved: readonly Piece[] = [
  set(places.interruptController, 'g2'),
  ...(
    [
      [0x00, outcome.level],
      [0x04, outcome.pending],
      [0x40, outcome.mask],
      [0x08, outcome.force],
    ] as const
  ).flatMap(([register, offset]) => [ld('g2', register, 'g3'), st('g3', 'g1', offset)]),
  st('g0', 'g2', 0x40),
  st('g0', 'g2', 0x00),
  st('g0', 'g2', 0x08),
  set(0xfffe, 'g3'),
  st('g3', 'g2', 0x0c),
]

/** Every run of words to be hashed: address into %o0, bytes into %o1, then a call. */
const everyRun = (what: string): readonly Piece[] => {
  const one = (address: number, words: number): readonly Piece[] => [
    set(address, 'o0'),
    call(what),
    move(4 * words, 'o1'),
  ]
  return [
    ...one(places.result, outcome.size / 4),
    set(places.variables, 'o0'),
    ld('o0', 0, 'o0'),
    ld('o0', record.place, 'o0'),
    call(what),
    move(4 * places.codeWords, 'o1'),
    ...one(places.data, places.dataWords),
    ...tableRuns.flatMap(({ address, words }) => one(address, words)),
  ]
}

/** Hashes words into %g2, two at a time, with the factor in %g3. */
const hash: readonly Piece[] = [
  label('hash'),
  ldd('o0', 0, 'o2'),
  add('o0', 8, 'o0'),
  xor('g2', 'o2', 'g2'),
  umul('g2', 'g3', 'g2'),
  srl('g2', 15, 'o2'),
  xor('g2', 'o2', 'g2'),
  xor('g2', 'o3', 'g2'),
  umul('g2', 'g3', 'g2'),
  srl('g2', 15, 'o2'),
  subcc('o1', 8, 'o1'),
  branch('ne', 'hash'),
  xor('g2', 'o2', 'g2'),
  jmp('o7', 8),
  nop,
]

/** Prints %o0 as a line of eight digits. Uses %o1 to %o5. */
const printed: readonly Piece[] = [
  label('print'),
  set(places.uart, 'o1'),
  setLabel('digits', 'o3'),
  move(32, 'o2'),
  label('digit'),
  sll('o0', 4, 'o5'),
  srl('o0', 28, 'o4'),
  ldub('o3', 'o4', 'o4'),
  move('o5', 'o0'),
  label('busy'),
  ld('o1', 4, 'o5'),
  andcc('o5', 4, 'g0'),
  branch('e', 'busy'),
  nop,
  subcc('o2', 4, 'o2'),
  branch('g', 'digit'),
  st('o4', 'o1', 0),
  move(10, 'o4'),
  st('o4', 'o1', 0),
  jmp('o7', 8),
  nop,
]

/** Prints the words from %o0 on, %o1 bytes. Uses %l0 to %l2. */
const dumped: readonly Piece[] = [
  label('dump'),
  move('o7', 'l2'),
  move('o0', 'l0'),
  add('o0', 'o1', 'l1'),
  label('dump word'),
  call('print'),
  ld('l0', 0, 'o0'),
  add('l0', 4, 'l0'),
  compare('l0', 'l1'),
  branch('l', 'dump word'),
  nop,
  jmp('l2', 8),
  nop,
]

export const finishing: readonly Piece[] = [
  ...registersSaved,
  ...mmuSaved,
  ...interruptsSaved,
  add('g1', outcome.windows, 'g1'),
  ...everyWindow('save window', (register, offset) => std(register, 'g1', offset)),
  set(places.variables, 'g1'),
  ld('g1', 8, 'o0'),
  compare('o0', 0),
  branch('e', 'no dump'),
  nop,
  ...everyRun('dump'),
  label('no dump'),
  move(0, 'g2'),
  set(hashFactor, 'g3'),
  ...everyRun('hash'),
  call('print'),
  move('g2', 'o0'),
  set(places.variables, 'g1'),
  ld('g1', 0, 'g1'),
  ld('g1', record.place, 'g1'),
  set(END, 'g2'),
  move('g2', 'g3'),
  ...Array.from({ length: places.codeWords / 2 }, (_, index) => std('g2', 'g1', 8 * index)),
  branch('a', 'next'),
  nop,
  ...hash,
  ...printed,
  ...dumped,
]
