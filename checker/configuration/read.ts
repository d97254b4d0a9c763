/** A file becomes a configuration in which every part can be found again, or all that is wrong with it. */

import { isLeft, left, right, type Either } from 'fp-ts/lib/Either.js'
import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs'
import type { ModuleConfiguration } from '../../spec/module/vocabulary.ts'
import type { Path } from '../../spec/statement.ts'
import { current } from './air-current.ts'
import { moduleIn } from './air-module.ts'
import type { Dialect } from './air-parts.ts'
import { older } from './air-older.ts'
import { moduleCodec, refusals } from './codec.ts'
import { inOrder, start, type Code, type Diagnostic, type Position } from './diagnostic.ts'
import { documentOf, tooLarge, type Element } from './document.ts'
import { notebook, type Notebook } from './notebook.ts'
import { shown } from './shape.ts'

export interface ReadConfiguration {
  readonly configuration: ModuleConfiguration
  /** Where a part of the configuration stands in the file, or else the nearest part around it. */
  readonly locate: (path: Path) => Position
  readonly warnings: readonly Diagnostic[]
}

export type Reading = Either<readonly Diagnostic[], ReadConfiguration>

/** What the roots of files are that lie beside module configurations. */
const otherRoots: { readonly [name: string]: string } = {
  IOPartition: 'the configuration of an I/O partition, to which a module configuration refers',
  TDF: 'the definition of a test of AIR’s validation suite, beside the configuration of its module',
  schema: 'an XML schema',
  SystemDescription: 'a configuration of XtratuM',
}

/** Reads the bytes of a file. */
export const readConfiguration = (file: string, bytes: Uint8Array): Reading => {
  const document = documentOf(file, bytes)
  if (isLeft(document)) return document
  const root = document.right
  const notes = notebook(file)
  if (root.name !== 'ARINC_653_Module') {
    const seems = Object.hasOwn(otherRoots, root.name) ? otherRoots[root.name] : undefined
    const what = seems === undefined ? '' : `: this is ${seems}`
    notes.say(
      'structural',
      'READ-1',
      root.at,
      `<${shown(root.name)}> where <ARINC_653_Module> must be${what}; give a module configuration`,
    )
    return left(notes.diagnostics())
  }
  const value = moduleIn(root, dialectOf(root, notes), notes)
  const decoded = moduleCodec.decode(value)
  const said = notes.diagnostics().some(({ severity }) => severity !== 'warning')
  if (isLeft(decoded))
    for (const { at, value: found, why } of refusals(decoded.left))
      // What is absent was missed at its element already.
      if (found !== undefined || !said) notes.say('error', 'READ-5', notes.locate(at), why)
  const diagnostics = inOrder(notes.diagnostics())
  return isLeft(decoded) || said
    ? left(diagnostics)
    : right({ configuration: decoded.right, locate: notes.locate, warnings: diagnostics })
}

/** The dialect that a file's extensions belong to. One that has none is taken for the current one. */
const dialectOf = (root: Element, notes: Notebook): Dialect => {
  const first = (dialect: Dialect): Element | undefined =>
    find(root, new Set([dialect.partitionPart, dialect.windowPart, dialect.modulePart]))
  const [now, before] = [first(current), first(older)]
  if (now !== undefined && before !== undefined)
    notes.say(
      'error',
      'READ-8',
      before.at,
      `<${before.name}> is of the older dialect, <${now.name}> of the current one; use one`,
    )
  return now === undefined && before !== undefined ? older : current
}

const find = (element: Element, names: ReadonlySet<string>): Element | undefined => {
  if (names.has(element.name)) return element
  for (const child of element.children) {
    const found = find(child, names)
    if (found !== undefined) return found
  }
  return undefined
}

/** Reads a file. */
export const readConfigurationFile = (path: string): Reading => {
  const bytes = bytesOf(path)
  return isLeft(bytes) ? bytes : readConfiguration(path, bytes.right)
}

const bytesOf = (path: string): Either<readonly Diagnostic[], Uint8Array> => {
  const refused = (code: Code, message: string): Either<readonly Diagnostic[], never> =>
    left([{ file: path, ...start, code, severity: 'structural', message }])
  let descriptor: number | undefined
  try {
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
    const { size } = fstatSync(descriptor)
    const large = tooLarge(path, size)
    if (!fstatSync(descriptor).isFile())
      return refused('FILE-2', 'is no file that can be read, but a directory or device; name a file')
    return large.length > 0 ? left(large) : right(readFileSync(descriptor))
  } catch (error) {
    return codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR'
      ? refused('FILE-1', 'there is no such file')
      : refused('FILE-3', `cannot be read (${codeOf(error)})`)
  } finally {
    if (descriptor !== undefined) closeSync(descriptor)
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown'
