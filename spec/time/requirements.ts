/** What the hypervisor shall do about time. */

import type { Requirement } from '../statement.ts'

export const exclusive: Requirement = {
  kind: 'requirement',
  id: 'TIME-1',
  says: 'A core executes a partition during the windows that give it this core or are lent to it, and at no other time.',
  because: ['AIR_SEP_0110', 'AIR-FUNC-03010', 'AIR-FUNC-03020'],
}

export const inFull: Requirement = {
  kind: 'requirement',
  id: 'TIME-2',
  says: 'A window begins at its tick and lasts for its duration, whatever any partition does; only its owner may end it earlier.',
  because: ['AIR_SEP_0110', 'AIR_SEP_0290', 'AIR_SEP_0985', 'AIR-FUNC-03140', 'AIR-GEN-01080'],
}

export const atFrameEnd: Requirement = {
  kind: 'requirement',
  id: 'TIME-3',
  says: 'A requested schedule takes over at the start of the next major time frame, on all cores at once.',
  because: ['AIR_SEP_0120', 'AIR-FUNC-03040', 'AIR-FUNC-03160', 'AIR-FUNC-03190'],
}

export const monotonic: Requirement = {
  kind: 'requirement',
  id: 'TIME-4',
  says: 'The module’s time is the number of clock ticks since it started; it never runs backwards.',
  because: ['AIR_SEP_0100', 'AIR-FUNC-03120', 'AIR-FUNC-03500'],
}

export const accounted: Requirement = {
  kind: 'requirement',
  id: 'TIME-5',
  says: 'A tick is charged to the partition that was running; a partition with global time catches up when it is dispatched.',
  because: ['AIR_SEP_0200', 'AIR_SEP_0210', 'AIR-FUNC-03550', 'AIR-FUNC-03560', 'AIR-FUNC-03570'],
}

export const authorisedSchedule: Requirement = {
  kind: 'requirement',
  id: 'TIME-6',
  says: 'Only a partition that the configuration authorises changes the schedule or yields its window.',
  because: ['AIR_SEP_0130', 'AIR_SEP_0985', 'AIR-FUNC-03170'],
}

export const timeOfDay: Requirement = {
  kind: 'requirement',
  id: 'TIME-7',
  says: 'The time of day goes on with every tick once an authorised partition has set it, and any partition may read it.',
  because: ['RB-01300', 'RB-01305'],
}

export const slackIsLent: Requirement = {
  kind: 'requirement',
  id: 'TIME-8',
  says: 'What a partition leaves of its window is lent to the co-partition configured for it, within a quota, and to nobody else.',
  because: ['AIR_SEP_0240', 'AIR-FUNC-03200 to AIR-FUNC-03230'],
}

export const timeRequirements = [
  slackIsLent,
  timeOfDay,
  exclusive,
  inFull,
  atFrameEnd,
  monotonic,
  accounted,
  authorisedSchedule,
] as const
