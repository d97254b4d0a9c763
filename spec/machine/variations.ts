/** Where SPARC V8, LEON3 and QEMU differ in what a program can see of processor and MMU. */

import type { VariationPoint } from '../statement.ts'
import type {
  AlternateCheck,
  FaultRecord,
  FlushScope,
  InterruptAcknowledge,
  MachineProfileId,
  ReadAncillary,
  RootEntry,
  StatusRead,
  UnmappedAccess,
} from './vocabulary.ts'

export const unmapped: VariationPoint<UnmappedAccess, MachineProfileId> = {
  kind: 'variation point',
  id: 'MACHINE-V1',
  says: 'An access to where nothing is traps as an error of the bus, or reads zero and stores nothing.',
  because: ['SPARC V8 7.5: instruction and data access exceptions', 'QEMU 7.2: loads of unassigned memory read 0'],
  choices: { 'sparc-v8': 'traps', leon3: 'traps', qemu: 'reads zero' },
}

export const acknowledge: VariationPoint<InterruptAcknowledge, MachineProfileId> = {
  kind: 'variation point',
  id: 'MACHINE-V2',
  says: 'An acknowledged level that was forced loses its force bit alone, or its pending bit with it.',
  because: ['GRLIB IRQMP: the force bit goes first', 'QEMU 7.2 hw/intc/grlib_irqmp.c: both bits go'],
  choices: { 'sparc-v8': 'force first', leon3: 'force first', qemu: 'both' },
}

export const readAncillary: VariationPoint<ReadAncillary, MachineProfileId> = {
  kind: 'variation point',
  id: 'MACHINE-V3',
  says: 'An ancillary register that does not exist is illegal, or reads as Y and is written in vain.',
  because: [
    'SPARC V8 B.28: reserved, or of the implementation',
    'GRLIB iu3.vhd: no trap; what is read is not documented',
    'QEMU 7.2 target/sparc/translate.c: as RDY',
  ],
  choices: { 'sparc-v8': 'illegal', leon3: 'reads y', qemu: 'reads y' },
}

export const statusRead: VariationPoint<StatusRead, MachineProfileId> = {
  kind: 'variation point',
  id: 'MMU-V1',
  says: 'Reading the fault status clears both fault registers, only its bit FAV, or the status alone.',
  because: [
    'SPARC V8 appendix H: reading the status clears it',
    'GRLIB srmmu: only the bits that say it is valid go',
    'QEMU 7.2 target/sparc/ldst_helper.c: the whole status, not the address',
  ],
  choices: { 'sparc-v8': 'clears', leon3: 'clears valid', qemu: 'clears all' },
}

export const faultRecord: VariationPoint<FaultRecord, MachineProfileId> = {
  kind: 'variation point',
  id: 'MMU-V2',
  says: 'A fault is recorded over one not yet read if its class is not lower, if it is of data or both are of fetches, or by joining the fields of both.',
  because: [
    'SPARC V8 appendix H: priorities of the fault status register',
    'GRLIB srmmu: a fault of data overwrites, a fetch’s only a fetch’s',
    'QEMU 7.2 target/sparc/mmu_helper.c: overwritten is set, and the fields join',
  ],
  choices: { 'sparc-v8': 'by class', leon3: 'latest data', qemu: 'ors fields' },
}

export const rootEntry: VariationPoint<RootEntry, MachineProfileId> = {
  kind: 'variation point',
  id: 'MMU-V3',
  says: 'A page table entry in the context table maps 4 GB by its page number, maps every address to itself, or is an error of translation.',
  because: [
    'SPARC V8 appendix H: an entry is allowed at every level',
    'GRLIB srmmu: its page number is not used',
    'QEMU 7.2 target/sparc/mmu_helper.c: an error of translation at level 0',
  ],
  choices: { 'sparc-v8': 'maps by frame', leon3: 'maps to itself', qemu: 'translation error' },
}

export const alternateCheck: VariationPoint<AlternateCheck, MachineProfileId> = {
  kind: 'variation point',
  id: 'MMU-V4',
  says: 'An access through the spaces of instructions is checked as one to instructions, or as one to data.',
  because: ['SPARC V8 appendix H, table H-4', 'GRLIB srmmu: which cache asks decides, and the data cache does'],
  choices: { 'sparc-v8': 'as named', leon3: 'as data', qemu: 'as named' },
}

export const flushScope: VariationPoint<FlushScope, MachineProfileId> = {
  kind: 'variation point',
  id: 'MMU-V5',
  says: 'A flush takes away the cached translations that its type names, or all. QEMU’s of type 0 takes one page, which is within either.',
  because: [
    'SPARC V8 appendix H: page, segment, region, context, entire',
    'GRLIB srmmu: any flush invalidates every entry',
    'QEMU 7.2 target/sparc/ldst_helper.c: type 0 one page, types 1 to 4 everything',
  ],
  choices: { 'sparc-v8': 'selective', leon3: 'everything', qemu: 'everything' },
}
