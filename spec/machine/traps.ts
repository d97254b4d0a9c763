/** The traps of SPARC V8 that this machine has, as data: type, number, priority, what raises each; and which of several is taken. Source: V8 7. */

import { interruptTrap, softwareTrap } from './vocabulary.ts'

/** A trap that an instruction can raise by itself: neither its fetch nor an interrupt. */
export type InstructionTrap =
  | 'privileged_instruction'
  | 'illegal_instruction'
  | 'fp_disabled'
  | 'cp_disabled'
  | 'window_overflow'
  | 'window_underflow'
  | 'mem_address_not_aligned'
  | 'fp_exception'
  | 'data_access_exception'
  | 'tag_overflow'
  | 'division_by_zero'
  | 'trap_instruction'
export type Trap = 'instruction_access_exception' | InstructionTrap | 'interrupt'

export interface TrapDescription {
  readonly trap: Trap
  /** The first and the last trap type: what TBR bits 11 to 4 become. */
  readonly first: number
  readonly last: number
  /** 1 goes before all others. Source: V8 table 7-1. Of interrupts, the priority of level 15. */
  readonly priority: number
  readonly raisedBy: string
}

/** Every trap, the one that goes before all others first. Source: V8 table 7-1. */
export const traps: readonly TrapDescription[] = [
  {
    trap: 'instruction_access_exception',
    first: 0x01,
    last: 0x01,
    priority: 5,
    raisedBy: 'a fetch that the MMU refuses, or that reaches no memory',
  },
  {
    trap: 'privileged_instruction',
    first: 0x03,
    last: 0x03,
    priority: 6,
    raisedBy: 'an instruction of supervisors at user level',
  },
  {
    trap: 'illegal_instruction',
    first: 0x02,
    last: 0x02,
    priority: 7,
    raisedBy: 'UNIMP, an encoding of no instruction, or a field that an instruction forbids',
  },
  {
    trap: 'fp_disabled',
    first: 0x04,
    last: 0x04,
    priority: 8,
    raisedBy: 'a floating-point instruction while EF is 0',
  },
  { trap: 'cp_disabled', first: 0x24, last: 0x24, priority: 8, raisedBy: 'a coprocessor instruction' },
  {
    trap: 'window_overflow',
    first: 0x05,
    last: 0x05,
    priority: 9,
    raisedBy: 'SAVE into a window that WIM marks invalid',
  },
  {
    trap: 'window_underflow',
    first: 0x06,
    last: 0x06,
    priority: 9,
    raisedBy: 'RESTORE or RETT into a window that WIM marks invalid',
  },
  {
    trap: 'mem_address_not_aligned',
    first: 0x07,
    last: 0x07,
    priority: 10,
    raisedBy: 'an address that is no multiple of the size of the access, a target that is none of 4',
  },
  {
    trap: 'fp_exception',
    first: 0x08,
    last: 0x08,
    priority: 11,
    raisedBy: 'a floating-point operation: an enabled exception, or an operation that is not implemented',
  },
  {
    trap: 'data_access_exception',
    first: 0x09,
    last: 0x09,
    priority: 13,
    raisedBy: 'an access to data that the MMU refuses, that reaches no memory, or whose space does not exist',
  },
  {
    trap: 'tag_overflow',
    first: 0x0a,
    last: 0x0a,
    priority: 14,
    raisedBy: 'TADDccTV or TSUBccTV of a tagged operand, or with an overflow',
  },
  { trap: 'division_by_zero', first: 0x2a, last: 0x2a, priority: 15, raisedBy: 'UDIV or SDIV by 0' },
  {
    trap: 'trap_instruction',
    first: softwareTrap(0),
    last: softwareTrap(0x7f),
    priority: 16,
    raisedBy: 'Ticc whose condition holds',
  },
  {
    trap: 'interrupt',
    first: interruptTrap(1),
    last: interruptTrap(15),
    priority: 17,
    raisedBy: 'the interrupt controller, while ET is 1, for a level that is 15 or above PIL',
  },
]

/** MACHINE-D1: of the traps whose conditions one step meets, the one that is taken; null for none. Source: V8 7.5. */
export const trapTaken = (raised: ReadonlySet<Trap>): TrapDescription | null =>
  traps.find(({ trap }) => raised.has(trap)) ?? null
