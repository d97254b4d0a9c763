/** Where real systems differ in ports. */

import type { VariationPoint } from '../statement.ts'
import type { Copying, CreatePort, ReadConsumes, RestartClears } from './vocabulary.ts'

export const createInNormal: VariationPoint<CreatePort> = {
  kind: 'variation point',
  id: 'PORTS-V1',
  says: 'Ports are created only before the partition is NORMAL, or in any mode.',
  because: ['ARINC 653 P1 CREATE_SAMPLING_PORT', 'hazard H8: AIR has no check of the mode'],
  choices: { 'air-requirements': 'not in NORMAL', 'air-papers': 'not in NORMAL', 'air-5.6.2': 'in any mode' },
}

export const restartClears: VariationPoint<RestartClears> = {
  kind: 'variation point',
  id: 'PORTS-V2',
  says: 'IDLE and COLD_START remove a partition’s links to its ports; or they and WARM_START the links and the messages that wait for it; or nothing is removed.',
  because: [
    'IMA_SEP_1003 and AIR_SEP_0740: the contents of ports stay, the link goes with IDLE and COLD_START',
    'ARINC 653 P1: a partition initialises its ports at each start',
    'hazard H8: the created flag is cleared only at boot',
  ],
  choices: { 'air-requirements': 'links', 'air-papers': 'links and messages', 'air-5.6.2': 'nothing' },
}

export const copying: VariationPoint<Copying> = {
  kind: 'variation point',
  id: 'PORTS-V3',
  says: 'A message is copied in one section, or in preemptible ones between which the channel is held.',
  because: ['AIR-GEN-01001', 'hazard H6: a preempted holder keeps other partitions from the channel'],
  choices: { 'air-requirements': 'in one section', 'air-papers': 'in one section', 'air-5.6.2': 'preemptible' },
}

export const readConsumes: VariationPoint<ReadConsumes> = {
  kind: 'variation point',
  id: 'PORTS-V4',
  says: 'Reading a sampling message consumes it for the reader, or for every destination of the channel.',
  because: ['ARINC 653 P2 READ_UPDATED_SAMPLING_MESSAGE', 'hazard H7: reader A hides NEW from reader B'],
  choices: {
    'air-requirements': 'for the reader',
    'air-papers': 'for the reader',
    'air-5.6.2': 'for all destinations',
  },
}
