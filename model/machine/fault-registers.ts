/** Fault status and address: what a fault makes of them, and what reading them does. Source: V8 appendix H, GRLIB, QEMU. */

import type { FaultRecord, StatusRead } from '../../spec/machine/vocabulary.ts'
import { recordedFault, statusFields } from '../../spec/mmu/statements.ts'
import type { Fault, FaultRegisters } from '../../spec/mmu/vocabulary.ts'
import { address, word } from '../../spec/words/vocabulary.ts'

/** The fault address valid bit. */
const FAV = 2

const fieldsOf = (fault: Fault): number => (fault.level << 8) | (fault.access << 5) | (fault.type << 2) | FAV

/** Whether an access type is that of a fetch; all others are of data. */
const isFetch = (access: number): boolean => access === 2 || access === 3

/** The registers after a fault. */
export const recorded = (how: FaultRecord, registers: FaultRegisters, fault: Fault): FaultRegisters => {
  switch (how) {
    case 'by class':
      return recordedFault(registers, fault)
    case 'latest data':
      return latestData(registers, fault)
    case 'ors fields': {
      const before = registers.status === 0 ? 0 : 1
      return { status: word(before | fieldsOf(fault)), address: fault.address }
    }
  }
}

/** Data replaces whatever is there; a fetch does not replace what is known of data. */
const latestData = (registers: FaultRegisters, fault: Fault): FaultRegisters => {
  const { access, valid } = statusFields(registers.status)
  const fetches = isFetch(fault.access)
  if (fetches && valid && !isFetch(access)) return registers
  const overwritten = valid && isFetch(access) === fetches ? 1 : 0
  return { status: word(fieldsOf(fault) | overwritten), address: fault.address }
}

/** The registers after their status was read. */
export const afterStatusRead = (how: StatusRead, registers: FaultRegisters): FaultRegisters => {
  switch (how) {
    case 'clears':
      return { status: word(0), address: address(0) }
    case 'clears valid':
      return { status: word(registers.status & ~FAV), address: registers.address }
    case 'clears all':
      return { status: word(0), address: registers.address }
  }
}
