/** Replays of traces of the small module: what the tests of the replay share. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isLeft } from 'fp-ts/lib/Either.js'
import { afterAll } from 'vitest'
import { impossible, type ProfileId } from '../../spec/statement.ts'
import { readConfigurationFile } from '../configuration/read.ts'
import { profileNamed } from '../program/profile.ts'
import { configurationText, events, type Fields } from './recorded.fixture.ts'
import { replayed, type Outcome } from './replay.ts'

const directory = mkdtempSync(join(tmpdir(), 'bulkhead-trace-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

const config = join(directory, 'recorded.xml')
writeFileSync(config, configurationText)
const read = readConfigurationFile(config)
const configuration = isLeft(read)
  ? impossible(read.left.map(({ message }) => message).join('; '), 'the fixture is a module')
  : read.right.configuration

let files = 0

/** Replays these events, numbered anew. */
export const replay = (all: readonly Fields[], profile: ProfileId = 'air-5.6.2'): Promise<Outcome> => {
  const file = join(directory, `${files++}.jsonl`)
  writeFileSync(file, all.map((fields, n) => `${JSON.stringify({ ...fields, n })}\n`).join(''))
  return replayed(configuration, profileNamed(profile), file)
}

/** Twelve ticks of it. */
export const recorded: readonly Fields[] = [...events(12)]

/** The position of the `nth` event with these fields. */
export const find = (fields: Fields, nth = 0): number => {
  const places = recorded.flatMap((event, i) =>
    Object.entries(fields).every(([key, value]) => event[key] === value) ? [i] : [],
  )
  return places[nth] ?? impossible('no such event', 'the fixture has it')
}

/** The event at which a trace is refused; null if it is not. */
export const refusedAt = ({ refusal }: Outcome): number | null => refusal?.recorded.event?.n ?? null
