/** `bulkhead spec`: what the specification says. */

import { catalogue } from '../../spec/catalogue.ts'
import { deviations } from '../../spec/sources/deviations.ts'
import { groups } from '../../spec/sources/statements.ts'
import { faults } from '../faults/catalogue.ts'
import { isOfMachine } from '../faults/fault.ts'
import { deviationLines } from '../report/deviations.ts'
import { instructionDocument, instructionSetLines } from '../report/instructions.ts'
import { sourceOf } from '../report/source.ts'
import { idsOf, matrixLines, matrixOf } from '../report/sources.ts'
import { listed, shown } from '../report/statements.ts'
import { verificationOf } from '../report/verification.ts'
import { nearest } from '../report/wrapping.ts'
import { exit, type Exit } from './exit.ts'
import { root, version } from './project.ts'
import type { Terminal } from './terminal.ts'

export interface SpecRequest {
  readonly id: string | undefined
  readonly json: boolean
  /** List the faults that can be seeded instead. */
  readonly faults?: boolean
  /** Hold the published requirements against the statements instead. */
  readonly sources?: boolean
  /** List the deviations from ARINC 653 instead. */
  readonly deviations?: boolean
  /** List the instruction set instead. */
  readonly instructions?: boolean
}

const document = (rest: object): string =>
  JSON.stringify({ format: 'bulkhead-spec/1', bulkhead: version, ...rest }, null, 2)

const all = (json: boolean, { out, columns, paint }: Terminal): Exit => {
  if (json) out(document({ statements: catalogue }))
  else for (const line of listed(catalogue, columns, paint)) out(line)
  return exit.pass
}

/** The catalogue of faults: what can be given to `check --fault`, where such a thing was seen, and what it breaks. */
const seeded = (json: boolean, { out, paint }: Terminal): Exit => {
  const listing = faults.map((fault) => {
    const { id, title, origin, breaks, file } = fault
    return { id, title, origin, breaks, file, on: isOfMachine(fault) ? 'machine' : 'modules' }
  })
  if (json) out(document({ faults: listing }))
  else
    for (const { id, title, origin, breaks, on } of listing) {
      out(`${paint.bold(id)}  ${title}`)
      out(`    breaks ${breaks.join(', ')}; ${origin}${on === 'machine' ? '; bulkhead machine --fault' : ''}`)
    }
  return exit.pass
}

/** The published requirements: what becomes of each, and which statements they name. */
const traced = (json: boolean, { out, columns, paint }: Terminal): Exit => {
  const matrix = matrixOf(groups, catalogue)
  if (json) out(document({ sources: matrix }))
  else for (const line of matrixLines(matrix, columns, paint)) out(line)
  return exit.pass
}

/** Where ARINC 653 is not followed. */
const deviating = (json: boolean, { out, columns, paint }: Terminal): Exit => {
  if (json) out(document({ deviations }))
  else for (const line of deviationLines(deviations, columns, paint)) out(line)
  return exit.pass
}

/** The instruction set, the traps, the alternate spaces. */
const instructionSet = (json: boolean, { out, columns, paint }: Terminal): Exit => {
  if (json) out(document(instructionDocument()))
  else for (const line of instructionSetLines(columns, paint)) out(line)
  return exit.pass
}

const unknown = (id: string, json: boolean, { out, err }: Terminal): Exit => {
  const near = nearest(id.toUpperCase(), catalogue.flatMap(idsOf))
  if (json) out(document({ unknown: id, nearest: near }))
  err(
    `bulkhead: no statement has the id ${id}${near.length === 0 ? '; "bulkhead spec" lists them all' : `; did you mean ${near.join(', ')}?`}`,
  )
  return exit.unusable
}

/** Shows every statement, or the one that `id` means or is part of. */
export const spec = (request: SpecRequest, terminal: Terminal): Exit => {
  const {
    id,
    json,
    faults: only = false,
    sources = false,
    deviations: differing = false,
    instructions = false,
  } = request
  if (only) return seeded(json, terminal)
  if (sources) return traced(json, terminal)
  if (differing) return deviating(json, terminal)
  if (instructions) return instructionSet(json, terminal)
  if (id === undefined) return all(json, terminal)
  const wanted = id.toUpperCase()
  const entry = catalogue.find((e) => idsOf(e).includes(wanted))
  if (entry === undefined) return unknown(id, json, terminal)
  const source = sourceOf(entry.id, root)
  const verification = verificationOf(entry, catalogue, root)
  if (json) terminal.out(document({ asked: wanted, statement: { ...entry, source: source ?? null, verification } }))
  else for (const line of shown({ entry, source, verification }, terminal.columns, terminal.paint)) terminal.out(line)
  return exit.pass
}
