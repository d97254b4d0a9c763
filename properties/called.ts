/** A call as it is held to its table: what it was given, what its pointers lead to, and what its own table makes of the situation. */

import type { Happening, State, World } from '../spec/module/vocabulary.ts'
import { permission, type PermissionName } from '../spec/partition/vocabulary.ts'
import { decide, that, type Breach, type Table } from '../spec/statement.ts'
import { isNamed, may, type CallersMemory } from './callers-memory.ts'

/** A breach, and the statement that it is a breach of. */
export interface Told {
  readonly statement: string
  readonly breach: Breach
}

export type Serviced = Extract<Happening, { readonly kind: 'service' }>

/** One table asked about one situation: its own row, its postconditions. */
export const held = <Situation, Code extends string, Slice>(
  table: Table<Situation, Code, Slice>,
  situation: Situation,
  { row, code }: { readonly row: string; readonly code: Code },
  before: Slice,
  after: Slice,
): readonly Told[] => {
  const decided = decide(table.rows, situation)
  return [
    ...that(
      decided.id === row && decided.returns === code,
      ['service'],
      () => `${row} gave ${code}; ${decided.id} gives ${decided.returns}`,
    ).map((breach) => ({ statement: table.id, breach })),
    ...keeps(table, situation, code, before, after),
  ]
}

/** The postconditions alone. */
export const keeps = <Situation, Code extends string, Slice>(
  { postconditions }: Table<Situation, Code, Slice>,
  situation: Situation,
  code: Code,
  before: Slice,
  after: Slice,
): readonly Told[] =>
  postconditions.flatMap((p) =>
    p.breaches(situation, code, before, after).map((breach) => ({ statement: p.id, breach })),
  )

/** An identifier that means the caller, whatever its own is. */
const SELF = 0xffffffff

/** A call in the step that answered it. */
export class Called {
  readonly world: World
  readonly memory: CallersMemory
  readonly happening: Serviced
  readonly before: State
  readonly after: State

  constructor(world: World, memory: CallersMemory, happening: Serviced, before: State, after: State) {
    this.world = world
    this.memory = memory
    this.happening = happening
    this.before = before
    this.after = after
  }

  get caller(): number {
    return this.happening.partition
  }

  /** %o0 to %o4. */
  argument(i: number): number {
    return this.happening.call.arguments[i] ?? 0
  }

  may(name: PermissionName): boolean {
    const bits = this.before.partitions[this.caller]?.permissions ?? 0
    return (bits & permission[name]) === permission[name]
  }

  /** Whether the copy of a message was at its end in this step. */
  get copied(): boolean {
    return this.before.cores[this.happening.core]?.context.work.kind === 'copy'
  }

  readable(i: number, bytes: number): boolean {
    return this.memory.valid(this.caller, this.argument(i), bytes, may.load, 4)
  }

  writable(i: number, bytes: number): boolean {
    return this.memory.valid(this.caller, this.argument(i), bytes, may.store, 4)
  }

  /** The words of a record that an argument points to. */
  words(i: number, count: number): readonly number[] {
    return this.memory.words(this.before, this.caller, this.argument(i), count)
  }

  /** The name that an argument points to; null if it cannot be read. */
  name(i: number): readonly number[] | null {
    return this.memory.name(this.before, this.caller, this.argument(i))
  }

  /** Whether an argument that can be read names this. */
  names(i: number, name: string): boolean {
    return isNamed(name, this.name(i) ?? [])
  }

  /** Whom an identifier means: their position; null for nobody. */
  meant(identifier: number): number | null {
    const found = this.world.configuration.partitions.findIndex((p) => p.identifier === identifier)
    return identifier === SELF ? this.caller : found < 0 ? null : found
  }
}
