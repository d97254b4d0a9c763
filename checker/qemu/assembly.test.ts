import { describe, expect, test } from 'vitest'
import {
  add,
  assembled,
  branch,
  call,
  jmp,
  label,
  lda,
  ldd,
  lddf,
  nop,
  rd,
  rett,
  set,
  setLabel,
  sta,
  std,
  ta,
  wr,
  type Piece,
} from './assembly.ts'

/** Encodings as the GNU assembler gives them. */
const known: readonly (readonly [string, Piece, number])[] = [
  ['nop', nop, 0x01000000],
  ['add %g1, %g2, %g3', add('g1', 'g2', 'g3'), 0x86004002],
  ['add %l4, -1, %i7', add('l4', -1, 'i7'), 0xbe053fff],
  ['ldd [%o0 + 8], %o2', ldd('o0', 8, 'o2'), 0xd41a2008],
  ['std %g6, [%l4 + %l5]', std('g6', 'l4', 'l5'), 0xcc3d0015],
  ['ldd [%g1], %f2', lddf(2, 'g1', 0), 0xc5186000],
  ['lda [%g3] 0x19, %g4', lda('g3', 0x19, 'g4'), 0xc880c320],
  ['sta %g0, [%g2] 0x18', sta('g0', 'g2', 0x18), 0xc0a08300],
  ['rd %psr, %l0', rd('psr', 'l0'), 0xa1480000],
  ['wr %l0, 0, %psr', wr('l0', 0, 'psr'), 0x818c2000],
  ['jmp %l1', jmp('l1', 0), 0x81c46000],
  ['rett %l2 + 4', rett('l2', 4), 0x81cca004],
  ['ta 0x7f', ta(0x7f), 0x91d0207f],
]

describe('the assembler', () => {
  test.each(known)('encodes %s', (_text, piece, encoding) => {
    expect(assembled(0, [piece]).words).toEqual([encoding >>> 0])
  })

  test('resolves labels before and behind, and those of other programs', () => {
    const other = assembled(0x40001000, [label('elsewhere'), nop])
    const program = assembled(
      0x40000000,
      [
        label('here'),
        branch('ne', 'there', true),
        call('elsewhere'),
        setLabel('there', 'g1'),
        label('there'),
        branch('a', 'here'),
      ],
      [other],
    )
    expect(program.words).toEqual([0x32800004, 0x400003ff, 0x03100000, 0x82106010, 0x10bffffc])
  })

  test('sets every word whole', () => {
    expect(assembled(0, [set(0xdeadbeef, 'o3')]).words).toEqual([0x1737ab6f, 0x9612e2ef])
  })

  test('refuses what cannot be encoded', () => {
    expect(() => add('g1', 4096, 'g1')).toThrow(RangeError)
    expect(() => assembled(0, [branch('a', 'nowhere')])).toThrow(/nowhere/)
    expect(() => assembled(0, [label('twice'), label('twice')])).toThrow(/twice/)
  })
})
