/** The program as a person meets it: how soon it says something, how much memory it takes, how long a large configuration takes. */

import { isLeft } from 'fp-ts/lib/Either.js'
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { checkRules } from '../checker/configuration/rules.ts'
import { readConfiguration } from '../checker/configuration/read.ts'
import { userSeconds, type Figure } from './figures.ts'

const root = new URL('..', import.meta.url).pathname

interface Observed {
  /** Milliseconds until the first line. */
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

const observe = (arguments_: readonly string[]): Promise<Observed> =>
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

/** The example with more and more partition schedules in it, until it has so many lines. */
const large = (lines: number): Uint8Array => {
  const text = readFileSync(new URL('../examples/satellite.xml', import.meta.url), 'utf8')
  const schedule = /[ \t]*<Module_Schedule[\s\S]*?<\/Module_Schedule>\n/.exec(text)?.[0] ?? ''
  const entries = /[ \t]*<System_State_Entry[\s\S]*?<\/System_State_Entry>\n/.exec(text)?.[0]
  const filler = entries ?? schedule
  const copies = Math.ceil((lines - text.split('\n').length) / Math.max(1, filler.split('\n').length - 1))
  return new TextEncoder().encode(text.replace(filler, filler.repeat(Math.max(1, copies))))
}

const readingFigure = (): Figure => {
  const bytes = large(5_000)
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
