/** Where real systems differ in how calls are made. */

import type { VariationPoint } from '../statement.ts'
import type {
  FrameTicks,
  PointerCheck,
  RestartModule,
  UnassignedNumber,
  UnassignedTrap,
  UnmaskInterrupt,
} from './vocabulary.ts'

export const unassignedNumber: VariationPoint<UnassignedNumber> = {
  kind: 'variation point',
  id: 'HYPERCALL-V1',
  says: 'A call number that no call has is refused, or the first beyond the last call is answered NO_ACTION.',
  because: ['hazard H12: the bound is tested with “greater”'],
  choices: { 'air-requirements': 'refused', 'air-papers': 'refused', 'air-5.6.2': 'one accepted' },
}

export const unassignedTrap: VariationPoint<UnassignedTrap> = {
  kind: 'variation point',
  id: 'HYPERCALL-V2',
  says: 'A software trap that no call is made by is a violation, or returns to the instruction that raised it, for ever.',
  because: [
    'AIR-FUNC-04700',
    'AIR 5.6.2, executed: trap 0x81 loops in the partition’s own window, without a health event',
  ],
  choices: { 'air-requirements': 'violation', 'air-papers': 'violation', 'air-5.6.2': 'loops' },
}

export const frameTicks: VariationPoint<FrameTicks> = {
  kind: 'variation point',
  id: 'HYPERCALL-V3',
  says: 'GET_ELAPSED_MTF_TICKS reports its high word first, or its low word.',
  because: ['hazard H10: the words are the other way round than those of GET_ELAPSED_TICKS'],
  choices: { 'air-requirements': 'in order', 'air-papers': 'in order', 'air-5.6.2': 'words swapped' },
}

export const unmask: VariationPoint<UnmaskInterrupt> = {
  kind: 'variation point',
  id: 'HYPERCALL-V4',
  says: 'UNMASK_IRQ unmasks, or does nothing.',
  because: ['AIR 5.6.2: not yet implemented'],
  choices: { 'air-requirements': 'works', 'air-papers': 'works', 'air-5.6.2': 'does nothing' },
}

export const restartModule: VariationPoint<RestartModule> = {
  kind: 'variation point',
  id: 'HYPERCALL-V5',
  says: 'RESTART_MODULE restarts the module, or does nothing.',
  because: ['ARINC 653 P1 2.4: the module’s action RESET', 'AIR 5.6.2: the call has no handler'],
  choices: { 'air-requirements': 'restarts', 'air-papers': 'restarts', 'air-5.6.2': 'does nothing' },
}

export const pointers: VariationPoint<PointerCheck> = {
  kind: 'variation point',
  id: 'HYPERCALL-V6',
  says: 'A pointer is checked end to end against the rights of the caller, or only for not lying below the end of the kernel.',
  because: ['AIR-FUNC-03090', 'hazards H2 and H3: confused deputy, partial copies'],
  choices: {
    'air-requirements': 'rights of the caller',
    'air-papers': 'rights of the caller',
    'air-5.6.2': 'above the kernel',
  },
}
