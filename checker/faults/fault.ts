/** A seeded fault: one place of the emulator changed to what somebody, somewhere, once got wrong. */

import * as E from 'fp-ts/lib/Either.js'
import type { Node, SourceFile } from 'ts-morph'

/** A change of one source file; what is wrong if the place it is for is not there, or there more than once. */
export type Mutation = (file: SourceFile) => E.Either<string, void>

/**
 * How a fault comes to light: the emulated module parts from the model, lets a partition reach what it was not given, or
 * does not repeat itself; or the emulated board parts from the model of the machine.
 */
export type Shows = 'MODULE-P2' | 'MODULE-P3' | 'MODULE-P4' | 'MACHINE-P1'

export interface Fault {
  /** The chapter, then what is wrong. Never used again for something else. */
  readonly id: string
  readonly title: string
  /** Where such a fault was seen: a hazard of AIR's published code (H1 to H14), another kernel, a formalisation, or our own making. */
  readonly origin: string
  /** The statements that the emulator breaks with it. */
  readonly breaks: readonly string[]
  /** The properties that may find it. */
  readonly shows: readonly Shows[]
  /** The file it is in, from `impl/` on. */
  readonly file: string
  readonly mutate: Mutation
  /** The steps of its shortest counterexample, where that takes more than a page: what it needs has to happen so often. */
  readonly steps?: number
}

/** Whether a fault is hunted by programs on the bare machine; if not, by modules. */
export const isOfMachine = ({ shows }: Fault): boolean => shows.includes('MACHINE-P1')

/** Whether modules may show a fault. */
export const isOfModules = ({ shows }: Fault): boolean => shows.some((statement) => statement !== 'MACHINE-P1')

/** Code without what a formatter may change: blanks, line breaks, the comma before a closing bracket. */
const bare = (code: string): string => code.replace(/\s+/g, '').replace(/,([)\]}])/g, '$1')

/** The functions, methods, accessors, fields and constants of a name: `chain`, `Clock.advance`, `Mmu.constructor`, `Mmu.#walk`. */
const named = (file: SourceFile, name: string): readonly Node[] => {
  const [outer = '', member] = name.split('.')
  if (member === undefined)
    return [...file.getFunctions(), ...file.getVariableDeclarations()].filter((node) => node.getName() === outer)
  const within = file.getClass(outer)
  if (within === undefined) return []
  if (member === 'constructor') return within.getConstructors()
  return [...within.getMethods(), ...within.getGetAccessors(), ...within.getProperties()].filter(
    (node) => node.getName() === member,
  )
}

/** The stretches of text below some nodes that say `code`, each once though several nodes may be as long as it. */
const stretches = (nodes: readonly Node[], code: string): readonly (readonly [from: number, to: number])[] => {
  const found = nodes
    .flatMap((node) => [node, ...node.getDescendants()])
    .filter((node) => bare(node.getText()) === bare(code))
    .map((node): readonly [number, number] => [node.getStart(), node.getEnd()])
  return found.filter(([from, to], i) => found.findIndex((other) => other[0] === from && other[1] === to) === i)
}

/** In the function `within`, the one expression or statement that reads `code` becomes `by`. */
export const replaced =
  (within: string, code: string, by: string): Mutation =>
  (file) => {
    const scopes = named(file, within)
    if (scopes.length !== 1) return E.left(`${file.getBaseName()} has ${scopes.length} places named ${within}, not one`)
    const [place, ...more] = stretches(scopes, code)
    if (place === undefined || more.length > 0)
      return E.left(`${within} in ${file.getBaseName()} says ${more.length + (place ? 1 : 0)} times, not once: ${code}`)
    const text = file.getFullText()
    file.replaceWithText(`${text.slice(0, place[0])}${by}${text.slice(place[1])}`)
    return E.right(undefined)
  }

/** In the function `within`, the one statement that reads `code` is not there. */
export const dropped = (within: string, code: string): Mutation => replaced(within, code, ';')
