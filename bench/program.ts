/** The program as a person meets it: how soon it says something, how much memory it takes, how long a large configuration takes. */

import { isLeft } from 'fp-ts/lib/Either.js'
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { checkRules } from '../checker/configuration/rules.ts'
import { readConfiguration } from '../checker/configuration/read.ts'
import { userSeconds, type Figure } from './figures.ts'

const root = new URL('..', import.meta.url).pathname

export interface Observed {
  /** Milliseconds until the first line, or the first byte of a console. */
  readonly first: number
  /** The most memory the process held, in megabytes; null where the system does not tell. */
  readonly memory: number | null
}

/** The peak of a living process's resident memory, as Linux tells it. */
const peakOf = (pid: number): number | null => {
  try {
    const kilobytes = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    return kilobytes === undefined ? null : Number(kilobytes) / 1024
  } catch {
    return null
  }
}

/** Runs the program with these arguments, and watches it. */
export const observe = (arguments_: readonly string[]): Promise<Observed> =>
  new Promise((resolve) => {
    const begun = performance.now()
    const child = spawn(process.execPath, ['checker/cli.ts', ...arguments_], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    let first = Number.NaN
    let memory: number | null = null
    const watch = setInterval(() => {
      if (child.pid !== undefined) memory = peakOf(child.pid) ?? memory
    }, 100)
    child.stdout.on('data', () => {
      if (Number.isNaN(first)) first = performance.now() - begun
    })
    child.on('close', () => {
      clearInterval(watch)
      resolve({ first, memory })
    })
  })

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i)

const PERIODS = 17
const seconds = (ticks: number): string => (ticks / 100).toFixed(2)

/** One partition’s share of a schedule: a window of a tick in each of its periods, which last sixteen. */
const share = (p: number): string =>
  [
    `    <Partition_Schedule PartitionIdentifier="${p}" PartitionName="P${p}" PeriodSeconds="0.16" PeriodDurationSeconds="0.01"${p === 0 ? ' SetModuleSchedule="true"' : ''}>`,
    ...numbers(PERIODS).map(
      (k) =>
        `      <Window_Schedule WindowIdentifier="${k}" WindowStartSeconds="${seconds(16 * k + p)}" WindowDurationSeconds="0.01" PartitionPeriodStart="true"/>`,
    ),
    '    </Partition_Schedule>',
  ].join('\n')

/** A module as large as AIR has them, in which nothing is wrong: 16 partitions, 16 schedules, 4352 windows. */
const large = (): Uint8Array =>
  new TextEncoder().encode(
    [
      '<ARINC_653_Module ModuleName="large">',
      ...numbers(16).map((p) =>
        [
          `  <Partition PartitionIdentifier="${p}" PartitionName="P${p}" Criticality="LEVEL_A" SystemPartition="false" EntryPoint="entry">`,
          '    <PartitionConfiguration Personality="BARE" Cores="1">',
          '      <Libs>LIBAIR</Libs>',
          '      <Cache>CODE; DATA</Cache>',
          '      <Memory Size="0x40000"/>',
          '      <Permissions>GLOBAL_TIME</Permissions>',
          '    </PartitionConfiguration>',
          '  </Partition>',
        ].join('\n'),
      ),
      ...numbers(16).map((s) =>
        [
          `  <Module_Schedule ScheduleIdentifier="${s}" ScheduleName="S${s}" InitialModuleSchedule="${s === 0}" MajorFrameSeconds="${seconds(16 * PERIODS)}">`,
          ...numbers(16).map(share),
          '  </Module_Schedule>',
        ].join('\n'),
      ),
      '  <AIR_Configuration TicksPerSecond="100" RequiredCores="1"/>',
      '</ARINC_653_Module>',
    ].join('\n'),
  )

const readingFigure = (): Figure => {
  const bytes = large()
  const lines = new TextDecoder().decode(bytes).split('\n').length
  const { seconds, gave } = userSeconds(() => {
    const reading = readConfiguration('large.xml', bytes)
    return isLeft(reading)
      ? reading.left.length
      : checkRules(reading.right.configuration, 'air-requirements', reading.right.locate, 'large.xml').length
  })
  return {
    what: 'reading and checking a large configuration',
    value: seconds,
    unit: 's',
    aim: { at: 'most', value: 0.5 },
    note: `${lines} lines, ${gave} diagnostics, first time in the process`,
  }
}

export const programFigures = async (): Promise<readonly Figure[]> => {
  const reading = readingFigure()
  const { first, memory } = await observe(['check', 'examples/satellite.xml', '--time', '10s', '--seed', '1'])
  return [
    {
      what: 'first line of bulkhead check',
      value: first / 1000,
      unit: 's',
      aim: { at: 'most', value: 1 },
      note: 'wall clock',
    },
    ...(memory === null
      ? []
      : [
          {
            what: 'memory of bulkhead check, at most',
            value: memory,
            unit: 'MB',
            aim: { at: 'most', value: 300 },
            note: '10 s, all workers',
          } as const,
        ]),
    reading,
  ]
}
