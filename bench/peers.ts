/** Other checkers on a small model of their own, in the same run: random walks with an invariant, in steps a second. */

import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Figure } from './figures.ts'

const here = fileURLToPath(new URL('peers/', import.meta.url))
/** Where the peers' models are when they are there: beside the checkout, not part of it. */
const models = fileURLToPath(new URL('../../shared/peers/', import.meta.url))

/** A peer's rate, or why there is none. */
export type Peer =
  { readonly name: string; readonly rate: number } | { readonly name: string; readonly missing: string }

const installed = (program: string): boolean => {
  const at = `${here}node_modules/.bin/${program}`
  if (!existsSync(at))
    execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts'], { cwd: here, stdio: 'ignore' })
  return existsSync(at)
}

/** Quint says itself how long its samples took; its start-up is not counted. */
const quint = (): Peer => {
  const name = 'Quint, random walk'
  try {
    if (!installed('quint')) return { name, missing: 'not installed' }
    const said = execFileSync(
      `${here}node_modules/.bin/quint`,
      [
        'run',
        '--backend',
        'typescript',
        '--seed',
        '1',
        '--invariant',
        'inv',
        '--max-samples',
        '500',
        '--max-steps',
        '100',
        `${models}quint/arinc653.qnt`,
      ],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
    )
    const perSecond = /at (\d+) traces\/second/.exec(said)?.[1]
    return perSecond === undefined
      ? { name, missing: 'it did not say how fast it was' }
      : { name, rate: Number(perSecond) * 100 }
  } catch {
    return { name, missing: 'it could not be installed or run' }
  }
}

const walks = (): Peer => {
  const name = 'immutable JavaScript, random walk'
  try {
    const said = execFileSync(process.execPath, [`${models}ts/arinc653.mjs`, 'walk', '20000', '100'], {
      encoding: 'utf8',
    })
    const rate = /"steps_per_s":(\d+)/.exec(said)?.[1]
    return rate === undefined ? { name, missing: 'it did not say how fast it was' } : { name, rate: Number(rate) }
  } catch {
    return { name, missing: 'it could not be run' }
  }
}

/** No registry carries TLC: it runs where TLA2TOOLS names its jar and there is a Java. */
const tlc = (): Peer => {
  const name = 'TLC, -simulate'
  const jar = process.env['TLA2TOOLS']
  if (jar === undefined || !existsSync(jar))
    return { name, missing: 'TLA2TOOLS does not name a tla2tools.jar, and no registry carries it' }
  const begun = process.hrtime.bigint()
  const ran = spawnSync(
    'java',
    [
      '-cp',
      jar,
      'tlc2.TLC',
      '-simulate',
      'num=20000',
      '-depth',
      '100',
      '-seed',
      '1',
      '-config',
      `${models}tla/Arinc653.cfg`,
      `${models}tla/Arinc653.tla`,
    ],
    { encoding: 'utf8' },
  )
  const states = /(\d+) states checked/.exec(ran.stdout.replaceAll(',', ''))?.[1]
  const seconds = Number(process.hrtime.bigint() - begun) / 1e9
  return states === undefined
    ? { name, missing: 'it did not say how many states it checked' }
    : { name, rate: Number(states) / seconds }
}

export const peers = (): readonly Peer[] =>
  existsSync(models)
    ? [quint(), tlc(), walks()]
    : [{ name: 'peers', missing: 'their models are not beside this checkout' }]

/** The peers as lines of the table, and how many times as fast `rate` is. */
export const peerFigures = (measured: readonly Peer[], rate: number): readonly Figure[] =>
  measured.flatMap((peer) =>
    'rate' in peer
      ? [
          {
            what: peer.name,
            value: peer.rate,
            unit: 'steps/s',
            aim: null,
            note: `lockstep here: ${(rate / peer.rate).toPrecision(2)} times as many`,
          },
        ]
      : [],
  )
