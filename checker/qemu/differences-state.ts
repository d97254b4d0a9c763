/** Known differences in transfers of control, traps and state registers. */

import { alternately, assembled, constant, immediately, ofRegisters } from '../../properties/machine-assembly.ts'
import { psrBits, psrWord } from '../../spec/machine/vocabulary.ts'
import { blockOf, type Block } from './block.ts'
import type { Difference } from './difference.ts'
import { skipHandler } from './handlers.ts'
import * as places from './places.ts'

const user = 0x1f06
const block = (words: readonly number[], more: Partial<Block> = {}): Block => blockOf(words, skipHandler, more)

/** What a full write of PSR can change. */
const writable = 0xf00000 | psrBits.EF | psrBits.PIL | psrBits.S | psrBits.PS | psrBits.ET | psrBits.CWP

export const stateDifferences: readonly Difference[] = [
  {
    name: 'partial WRPSR',
    what: 'WRPSR with rd not 0 writes the whole register on QEMU; here ET alone.',
    right: 'LEON3: GRLIB iu3.vhd, generic pwrpsr.',
    meets: ({ name, s, before, register, field, second }) =>
      name === 'PWRPSR' &&
      s &&
      ((psrWord(before.processor.state) ^ register(field('rs1')) ^ second) & writable & ~psrBits.ET) !== 0,
    witness: block([immediately('PWRPSR', 0, psrBits.ET, 1)]),
    shows: 'trap 0: ff at 40010004 40010008 psr f3000087, here ff at 40010004 40010008 psr f3000fc5',
  },
  {
    name: 'TBR keeps what is written',
    what: 'WRTBR writes all 32 bits on QEMU; here bits 31 to 12.',
    right: 'V8 4.2: software cannot write the trap type, and bits 3 to 0 are zero.',
    meets: ({ name, s, before, register, field, second }) =>
      name === 'WRTBR' && s && ((before.processor.tbr ^ register(field('rs1')) ^ second) & 0xfff) !== 0,
    witness: block([...constant(places.traps, 2), immediately('WRTBR', 2, 0x123), assembled('RDTBR', { rd: 3 })]),
    shows: 'globals.3: 40000123, here 40000ff0',
  },
  {
    name: 'JMPL to no address of an instruction',
    what: 'QEMU writes rd before the trap mem_address_not_aligned; here rd stays.',
    right: 'V8 B.25 and 7.4: a trapping instruction changes nothing.',
    meets: ({ name, trap, field }) => name === 'JMPL' && trap === 7 && field('rd') !== 0,
    witness: block([immediately('JMPL', 1, 2, 3)]),
    shows: 'globals.3: 40010000, here 00000000',
  },
  {
    name: 'RETT with traps enabled, to no address of an instruction',
    what: 'QEMU traps mem_address_not_aligned; here illegal_instruction.',
    right: 'V8 B.26 and table 7-1: illegal_instruction goes before.',
    meets: ({ name, s, et, sum }) => name === 'RETT' && s && et && (sum & 3) !== 0,
    witness: block([immediately('RETT', 1, 2)]),
    shows: 'trap 0: 7 at 40010000 40010004 psr f3000fc5, here 2 at 40010000 40010004 psr f3000fc5',
  },
  {
    name: 'RETT into an invalid window',
    what: 'QEMU takes the trap window_underflow, having enabled traps; here the processor stops in error mode.',
    right: 'V8 B.26: with ET 0 a trap is error mode.',
    meets: ({ name, s, et, trap }) => name === 'RETT' && s && !et && trap === 6,
    witness: block(
      [
        immediately('WRWIM', 0, 1 << 7),
        immediately('WRPSR', 0, psrBits.S | 6),
        immediately('JMPL', 6, 0x18),
        immediately('RETT', 6, 0x1c),
      ],
      { globals: [0, places.data, 0, 0, 0, 0, places.code, 0] },
    ),
    shows: 'outcome: ended, here error mode',
  },
  {
    name: 'Ticc of two registers',
    what: 'A Ticc that traps adds rs2 to its first register on QEMU; here nothing but the trap.',
    right: 'V8 B.27: registers are not changed.',
    meets: ({ name, trap, field, second }) =>
      /^T(?!ADD|SUB)/.test(name) && trap !== null && field('i') === 0 && field('rs1') !== 0 && second !== 0,
    witness: block([ofRegisters('TA', 2, 3)], { globals: [0, 0, 0x30, 4, 0, 0, 0, 0] }),
    shows: 'globals.2: 00000034, here 00000030',
  },
  {
    name: 'WRASR of a user',
    what: 'QEMU executes it, whatever the register; here registers from 16 on are privileged.',
    right: 'LEON3: GRLIB iu3.vhd, exception_detect; V8 B.29 leaves it to the implementation.',
    meets: ({ name, s, field }) => name === 'WRASR' && !s && field('rd') >= 16,
    witness: block([immediately('WRASR', 0, 0, 17)], { psr: user }),
    shows: 'trap 0: ff at 40010004 40010008 psr f3001f85, here 3 at 40010000 40010004 psr f3001f85',
  },
  {
    name: 'power-down with a masked interrupt pending',
    what: 'QEMU goes on; here the processor sleeps until an interrupt is taken.',
    right: 'LEON3: GRIP, power-down mode is left when an unmasked interrupt is to be taken.',
    meets: ({ name, s, field }) => name === 'WRASR' && s && field('rd') === 19,
    witness: block([immediately('WRASR', 0, 0, 19)], { interrupts: { mask: 0xfffe, force: 0x10, level: 0 } }),
    shows: 'outcome: ended, here endless',
  },
  {
    name: 'a queue of a user',
    what: 'STDFQ and STDCQ at user level trap fp_disabled or cp_disabled on QEMU; here privileged_instruction.',
    right: 'V8 B.6 and table 7-1: they are privileged, and that trap goes before.',
    meets: ({ name, s }) => !s && (name === 'STDFQ' || name === 'STDCQ'),
    witness: block([immediately('STDCQ', 1, 0)], { psr: user }),
    shows: 'trap 0: 24 at 40010000 40010004 psr f3001f85, here 3 at 40010000 40010004 psr f3001f85',
  },
  {
    name: 'an alternate space of a user',
    what: 'QEMU lets users reach space 0x0A, and takes bit i or an odd pair of registers for illegal_instruction first; here all alternate instructions but CASA are privileged_instruction.',
    right: 'V8 B.1, B.4 and table 7-1: they are privileged, and that trap goes before.',
    meets: ({ name, s, field, instruction }) => {
      if (s || instruction.format !== 'alternate') return false
      const asi = field('asi')
      if (name === 'CASA') return field('i') === 1 && asi !== 0x0a
      const odd = instruction.access?.bytes === 8 && (field('rd') & 1) === 1
      return field('i') === 1 || odd || asi === 0x0a
    },
    witness: block([alternately('LDA', 1, 0x0a, 2)], { psr: user }),
    shows: 'trap 0: ff at 40010004 40010008 psr f3001f85, here 3 at 40010000 40010004 psr f3001f85',
  },
]
