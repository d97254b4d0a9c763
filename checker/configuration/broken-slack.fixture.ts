/** For every rule of slack, modules that break it. */

import { ofA, windowOfB, type Case } from './broken.fixture.ts'
import * as make from './clean.fixture.ts'

const windowOfA = [...ofA, 'windows', 0] as const

export const slackCases: readonly Case[] = [
  {
    rule: 'TIME-R26',
    broken: [[[...windowOfA, 'coPartition'], make.coPartition('9')]],
    at: [...windowOfA, 'coPartition', 'partition'],
  },
  {
    rule: 'TIME-R27',
    broken: [[[...windowOfA, 'coPartition'], make.coPartition('1')]],
    at: [...windowOfA, 'coPartition', 'partition'],
  },
  {
    rule: 'TIME-R28',
    broken: [
      [['time', 'requiredCores'], '2'],
      [['partitions', 1, 'cores'], '2'],
      [
        [...windowOfB, 'cores'],
        ['0', '1'],
      ],
      [[...windowOfA, 'coPartition'], make.coPartition('2')],
    ],
    at: [...windowOfA, 'coPartition', 'partition'],
  },
  {
    rule: 'TIME-R29',
    broken: [[[...windowOfA, 'coPartition'], make.coPartition('2', '0')]],
    at: [...windowOfA, 'coPartition', 'quota'],
  },
  {
    rule: 'TIME-R29',
    broken: [[[...windowOfA, 'coPartition'], make.coPartition('2', '0.25', '0.001')]],
    at: [...windowOfA, 'coPartition', 'least'],
    also: ['TIME-R2'],
  },
  {
    rule: 'TIME-R30',
    broken: [
      [['time', 'requiredCores'], '2'],
      [windowOfB, make.window('2', '0.25', '0.5', 'true', '1')],
      [[...windowOfA, 'coPartition'], make.coPartition('2')],
    ],
    at: [...windowOfA, 'coPartition', 'partition'],
  },
  {
    rule: 'TIME-R31',
    broken: [
      [['time', 'requiredCores'], '2'],
      [['partitions', 2], make.third('3', 'C')],
      [windowOfB, make.window('2', '0.25', '0.5', 'true', '1')],
      [[...windowOfA, 'coPartition'], make.coPartition('3')],
      [[...windowOfB, 'coPartition'], make.coPartition('3')],
    ],
    at: [...windowOfB, 'coPartition', 'partition'],
  },
  {
    rule: 'TIME-R32',
    broken: [[[...windowOfA, 'coPartition'], make.coPartition('2', '0.51')]],
    at: [...windowOfA, 'coPartition', 'quota'],
  },
]
