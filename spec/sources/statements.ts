/** What becomes of every published requirement, gathered; and what is wrong with that: ids left out or disposed of twice, statements that do not exist. */

import { that, type Breach, type Source } from '../statement.ts'
import { airGroups } from './air.ts'
import { detectionGroups } from './detection.ts'
import { reasonIds, type Disposition, type Group, type Origin } from './disposition.ts'
import { executiveGroups } from './executive.ts'
import { multicoreGroups } from './multicore.ts'
import { multicoreFunctionGroups } from './multicore-functions.ts'
import { platformGroups } from './platform.ts'

/** In the order of the published documents. */
export const groups: readonly Group[] = [
  ...platformGroups,
  ...detectionGroups,
  ...executiveGroups,
  ...airGroups,
  ...multicoreGroups,
  ...multicoreFunctionGroups,
]

/** The ids that were published, by the set they are of. */
export type Published = { readonly [origin in Origin]: readonly string[] }

/** The statements that a disposition names; none if it lies outside. */
export const namedIn = (disposition: Disposition): readonly string[] =>
  'specifiedBy' in disposition ? disposition.specifiedBy : []

/** Ids that are written in a note: those that carry a chapter's name. */
const inNote = ({ note = '' }: Disposition): readonly string[] =>
  note.split(/[^A-Z0-9-]+/).filter((word) => /^[A-Z]+-[A-Z]?\d+$/.test(word))

/** Published ids without exactly one disposition, and dispositions of ids that were not published in that set. */
export const coverageBreaches = (all: readonly Group[], published: Published): readonly Breach[] => {
  const origins: readonly Origin[] = ['IMA-SP', 'AIR multicore']
  return origins.flatMap((origin) => {
    const disposed = all
      .filter(({ of }) => of === origin)
      .flatMap(({ dispositions }) => dispositions.map(({ id }) => id))
    return [
      ...published[origin].flatMap((id) => {
        const times = disposed.filter((other) => other === id).length
        return that(times === 1, [origin, id], times === 0 ? 'has no disposition' : `has ${times} dispositions`)
      }),
      ...disposed.flatMap((id) => that(published[origin].includes(id), [origin, id], 'was not published')),
    ]
  })
}

/** Names of statements that mean nothing, or are given twice; reasons that nothing lies outside for; statements awaited that are there, or that nobody waits for. */
export const namingBreaches = (
  all: readonly Group[],
  statements: readonly string[],
  awaited: readonly string[],
): readonly Breach[] => {
  const dispositions = all.flatMap((group) => group.dispositions)
  const known = new Set([...statements, ...awaited])
  const named = dispositions.flatMap(namedIn)
  const used = new Set(dispositions.flatMap((d) => ('outside' in d ? [d.outside] : [])))
  return [
    ...dispositions.flatMap((d) =>
      [...namedIn(d), ...inNote(d)].flatMap((id) => that(known.has(id), [d.id], `names ${id}, which does not exist`)),
    ),
    ...dispositions.flatMap((d) =>
      that(new Set(namedIn(d)).size === namedIn(d).length, [d.id], 'names a statement twice'),
    ),
    ...reasonIds.flatMap((reason) => that(used.has(reason), [reason], 'is a reason that nothing lies outside for')),
    ...awaited.flatMap((id) => that(!statements.includes(id), [id], 'is awaited, and there')),
    ...awaited.flatMap((id) => that(named.includes(id), [id], 'is awaited, and nobody names it')),
  ]
}

/** Requirements that a statement of the catalogue gives as its source, and that nevertheless are said to lie outside. */
export const sourceBreaches = (all: readonly Group[], because: readonly Source[]): readonly Breach[] => {
  const cited = new Set(because.flatMap((source) => source.split(/[^\w-]+/)))
  return all
    .flatMap(({ dispositions }) => dispositions)
    .flatMap((d) =>
      that(!('outside' in d && cited.has(d.id)), [d.id], 'lies outside, but a statement gives it as its source'),
    )
}
