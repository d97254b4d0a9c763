/** The machines that the model and the emulator can be: one choice for every variation point. */

import {
  acknowledge,
  alternateCheck,
  faultRecord,
  flushScope,
  readAncillary,
  rootEntry,
  statusRead,
  unmapped,
} from './variations.ts'
import type { MachineProfileId, MachineVariation } from './vocabulary.ts'

export const machineProfileIds: readonly MachineProfileId[] = ['sparc-v8', 'leon3', 'qemu']

/** Every variation point of processor, devices and MMU. */
export const machineVariationPoints = [
  unmapped,
  acknowledge,
  readAncillary,
  statusRead,
  faultRecord,
  rootEntry,
  alternateCheck,
  flushScope,
] as const

/** What a profile chooses. */
export const machineVariation = (id: MachineProfileId): MachineVariation => ({
  unmapped: unmapped.choices[id],
  acknowledge: acknowledge.choices[id],
  readAncillary: readAncillary.choices[id],
  statusRead: statusRead.choices[id],
  faultRecord: faultRecord.choices[id],
  rootEntry: rootEntry.choices[id],
  alternateCheck: alternateCheck.choices[id],
  flushScope: flushScope.choices[id],
})
