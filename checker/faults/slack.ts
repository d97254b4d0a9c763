/** Faults of slack: what is left of an ended window, lent to whom it should not, for longer, or never taken back. */

import { dropped, replaced, type Fault } from './fault.ts'

export const slackFaults: readonly Fault[] = [
  {
    id: 'time-slack-beyond-quota',
    title: 'A co-partition keeps what is left of a window to its end, whatever its quota',
    origin: 'own; the quota of AIR_SEP_0240 left out',
    breaks: ['TIME-I6'],
    shows: ['MODULE-P2'],
    file: 'time-slack.ts',
    mutate: replaced(
      'Slack.lend',
      'Math.min(frame + loan.quota, windows[at + windowCell.end])',
      'windows[at + windowCell.end]',
    ),
  },
  {
    id: 'time-slack-never-taken-back',
    title: 'The co-partition goes on after its quota',
    origin: 'own',
    breaks: ['TIME-I1', 'TIME-I6'],
    shows: ['MODULE-P2'],
    file: 'module.ts',
    mutate: dropped('Emulator.#takeBack', 'this.#clock.endWindow(core)'),
  },
  {
    id: 'time-slack-least-not-asked',
    title: 'What is left of a window is lent however little it is',
    origin: 'own; the minimum of AIR-FUNC-03230 left out',
    breaks: ['TIME-S5'],
    shows: ['MODULE-P2'],
    file: 'time-slack.ts',
    mutate: replaced(
      'Slack.#loan',
      'loan !== null && windows[at + windowCell.end] - tick >= loan.least',
      'loan !== null',
    ),
  },
  {
    id: 'time-slack-twice',
    title: 'A co-partition that runs on another core runs on a second one too',
    origin: 'own',
    breaks: ['TIME-I1', 'PARTITION-I2'],
    shows: ['MODULE-P2'],
    file: 'time-slack.ts',
    mutate: replaced('Slack.lend', 'loan === null || this.#runsSomewhere(loan.partition)', 'loan === null'),
  },
  {
    id: 'time-slack-in-the-wrong-space',
    title: 'A co-partition runs in the address space of the owner of the window',
    origin: 'own; the switch of address spaces forgotten on a path that came later',
    breaks: ['SPACE-I5', 'MODULE-P3'],
    shows: ['MODULE-P2', 'MODULE-P3'],
    file: 'module.ts',
    mutate: dropped('Emulator.#lend', 'this.#cores.mmu.load(core, p)'),
  },
]
