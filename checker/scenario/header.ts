/** The first lines of a scenario: what it is about, where it comes from, on which configuration it runs, for how long. */

import type { Position } from '../configuration/diagnostic.ts'
import { profileIds } from '../../spec/module/profiles.ts'
import type { ProfileId } from '../../spec/statement.ts'
import { nearest } from '../report/wrapping.ts'
import { leastCycles, usualCycles, type Header } from './scenario.ts'
import { Cursor, type Line, type Notes, type Token } from './text.ts'

/** `configuration FILE`, or `configuration FILE anyway` for one that breaks rules, which the scenario is about. */
export interface NamedConfiguration {
  readonly path: string
  readonly at: Position
  readonly anyway: boolean
}

/** `guest PARTITION "FILE"`: the program of a partition, as written. */
export interface NamedGuest {
  readonly partition: Token
  readonly file: Token
}

export interface Heading extends Header {
  /** The configuration as written, seen from the scenario’s own directory. */
  readonly configuration: NamedConfiguration | null
  readonly guests: readonly NamedGuest[]
  /** The lines behind it. */
  readonly rest: readonly Line[]
}

/** What a scenario runs under unless it says otherwise. */
export const usualProfiles: readonly ProfileId[] = ['air-requirements', 'air-5.6.2']

/** What begins a block, and so ends the header. */
export const blocks = ['partition', 'handler', 'module', 'step'] as const

const profileIn = (cursor: Cursor): ProfileId | null => {
  const token = cursor.name('a profile')
  if (token === null) return null
  const found = profileIds.find((id) => id === token.value)
  if (found !== undefined) return found
  const near = nearest(token.value, profileIds)
  const hint = near.length > 0 ? `did you mean ${near.join(', ')}?` : `there are ${profileIds.join(', ')}`
  return cursor.notes.say('SCENARIO-2', token, `there is no profile "${token.value}": ${hint}`)
}

/** `A, B`: one profile or more. */
export const profilesIn = (cursor: Cursor): readonly ProfileId[] | null => {
  const profiles: ProfileId[] = []
  do {
    const profile = profileIn(cursor)
    if (profile === null) return null
    profiles.push(profile)
  } while (cursor.has(','))
  return profiles
}

const namesIn = (cursor: Cursor): readonly string[] | null => {
  const names: string[] = []
  do {
    const name = cursor.name('the id of a source')
    if (name === null) return null
    names.push(name.value)
  } while (cursor.has(','))
  return names
}

/** What each line of the header says, as far as it has been read. */
interface Draft {
  title?: string
  sources?: readonly string[]
  profiles?: readonly ProfileId[]
  ticks?: number
  outside?: string
  cycles?: number
  configuration?: NamedConfiguration
  readonly guests: NamedGuest[]
  readonly notes: string[]
}

const keywords = [
  'scenario',
  'source',
  'configuration',
  'guest',
  'profiles',
  'ticks',
  'cycles',
  'outside',
  'note',
] as const
type Keyword = (typeof keywords)[number]

/** Those that may stand there more than once. */
const repeated: ReadonlySet<string> = new Set<Keyword>(['guest', 'note'])

const isKeyword = (word: string): word is Keyword => keywords.some((keyword) => keyword === word)

/** Reads one line into the draft; false if it said nothing that can be used. */
const lineInto = (draft: Draft, keyword: Keyword, cursor: Cursor): boolean => {
  const read = <T>(value: T | null, put: (value: T) => void): boolean => {
    if (value === null) return false
    put(value)
    return cursor.ends()
  }
  switch (keyword) {
    case 'scenario':
      return read(cursor.text('its title'), (title) => (draft.title = title))
    case 'source':
      return read(namesIn(cursor), (sources) => (draft.sources = sources))
    case 'profiles':
      return read(profilesIn(cursor), (profiles) => (draft.profiles = profiles))
    case 'ticks':
      return read(cursor.count('how many ticks it lasts'), (ticks) => (draft.ticks = ticks))
    case 'cycles':
      return read(cyclesIn(cursor), (cycles) => (draft.cycles = cycles))
    case 'guest':
      return read(guestIn(cursor), (guest) => draft.guests.push(guest))
    case 'outside':
      return read(cursor.text('the reason'), (outside) => (draft.outside = outside))
    case 'note':
      return read(cursor.text('the note'), (note) => draft.notes.push(note))
    case 'configuration': {
      const at = cursor.place
      return read(
        cursor.name('a file'),
        ({ value }) => (draft.configuration = { path: value, at, anyway: cursor.has('anyway') }),
      )
    }
  }
}

const cyclesIn = (cursor: Cursor): number | null => {
  const { place } = cursor
  const cycles = cursor.count('how many cycles a tick has')
  if (cycles === null || cycles >= leastCycles) return cycles
  return cursor.notes.say(
    'SCENARIO-3',
    place,
    `a tick of ${cycles} cycles is too short: it has at least ${leastCycles}`,
  )
}

const guestIn = (cursor: Cursor): NamedGuest | null => {
  const partition = cursor.name('the name of a partition')
  const file = partition === null ? null : cursor.name('an ELF file')
  return partition === null || file === null ? null : { partition, file }
}

/** Reads the header, or says what it lacks. */
export const headingOf = (lines: readonly Line[], notes: Notes): Heading | null => {
  const draft: Draft = { guests: [], notes: [] }
  const seen = new Set<string>()
  let next = 0
  for (; next < lines.length; next++) {
    const line = lines[next]
    const [first] = line?.tokens ?? []
    if (line === undefined || first === undefined || blocks.some((block) => block === first.value)) break
    const cursor = new Cursor(line, notes)
    cursor.take()
    if (first.kind === 'text' || !isKeyword(first.value)) {
      const near = nearest(first.value, [...keywords, ...blocks])
      const hint = near.length > 0 ? `did you mean ${near.join(', ')}?` : `the header has ${keywords.join(', ')}`
      notes.say('SCENARIO-1', first, `"${first.value}" is no line of a header: ${hint}`)
    } else {
      if (!repeated.has(first.value) && seen.has(first.value))
        notes.say('SCENARIO-4', first, `${first.value} stands here a second time`)
      seen.add(first.value)
      lineInto(draft, first.value, cursor)
    }
  }
  return complete(draft, lines, next, seen, notes)
}

const complete = (
  draft: Draft,
  lines: readonly Line[],
  next: number,
  seen: ReadonlySet<string>,
  notes: Notes,
): Heading | null => {
  const place = lines[next]?.tokens[0] ?? lines.at(-1)?.end ?? { line: 1, column: 1 }
  const { outside = null, configuration = null } = draft
  const needed = outside === null ? ['scenario', 'configuration', 'ticks'] : ['scenario']
  for (const keyword of needed)
    if (!seen.has(keyword)) notes.say('SCENARIO-4', place, `the header has no line "${keyword} …" before this`)
  if (draft.title === undefined || (outside === null && (draft.ticks === undefined || configuration === null)))
    return null
  return {
    title: draft.title,
    sources: draft.sources ?? [],
    profiles: draft.profiles ?? usualProfiles,
    ticks: draft.ticks ?? 0,
    cycles: draft.cycles ?? usualCycles,
    outside,
    notes: draft.notes,
    configuration,
    guests: draft.guests,
    rest: lines.slice(next),
  }
}
