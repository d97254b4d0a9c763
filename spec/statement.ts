/** The kinds of statement this specification is made of. */

/** Where a statement comes from: a requirement id, an equation, a section of a standard, a hazard seen in the published code. */
export type Source = string

/** The place in a configuration or state that a breach is about; the configuration's reader maps it to line and column. */
export type Path = readonly (string | number)[]

/** Something that does not hold. An empty list of breaches means "holds". */
export interface Breach {
  readonly at: Path
  readonly why: string
}

/** The profiles a statement can hold for; what each chooses stands in `spec/module/profiles.ts`. */
export type ProfileId = 'air-requirements' | 'air-papers' | 'air-5.6.2'

/** What every statement has. */
interface Statement {
  /** Stable, `CHAPTER-X<n>`; never used again for something else. */
  readonly id: string
  /** One sentence for an auditor. */
  readonly says: string
}

/** What the hypervisor shall do. */
export interface Requirement extends Statement {
  readonly kind: 'requirement'
  readonly because: readonly Source[]
}

/** A statement that serves requirements. */
interface Serving extends Statement {
  readonly serves: readonly Requirement[]
}

/** An error forbids a run unless the user insists; a warning does not; a structural error leaves nothing that could run. */
export type Severity = 'warning' | 'error' | 'structural'

/** What every configuration must satisfy before anything runs. */
export interface Rule<Config> extends Serving {
  readonly kind: 'rule'
  readonly severity: Severity
  readonly because: readonly Source[]
  /** Profiles under which the rule is checked; absent: all. */
  readonly profiles?: readonly ProfileId[]
  readonly breaches: (config: Config) => readonly Breach[]
}

/** What every reachable state must satisfy. */
export interface Invariant<World, State> extends Serving {
  readonly kind: 'invariant'
  /** Profiles whose coded behaviour breaks it, each with the hazard: there the failure is expected, and tested. */
  readonly fails?: { readonly [profile in ProfileId]?: Source }
  readonly breaches: (world: World, state: State) => readonly Breach[]
}

/** What every step must satisfy, whatever caused it. */
export interface StepInvariant<World, State> extends Serving {
  readonly kind: 'step invariant'
  /** Profiles whose coded behaviour breaks it, each with the hazard: there the failure is expected, and tested. */
  readonly fails?: { readonly [profile in ProfileId]?: Source }
  readonly breaches: (world: World, before: State, after: State) => readonly Breach[]
}

/** One row of a decision table: the first row whose condition holds decides. */
export interface Row<Situation, Code> {
  readonly id: string
  readonly says: string
  readonly when: (situation: Situation) => boolean
  readonly returns: Code
  /** Why no run can reach this row; absent for a row that generated tests must reach. */
  readonly unreachable?: string
}

/** An ordered decision table: which condition of one call gives which return code. The order is normative. */
export interface Table<Situation, Code, Slice> extends Serving {
  readonly kind: 'table'
  readonly because: readonly Source[]
  readonly rows: readonly Row<Situation, Code>[]
  /** What must hold of every call, whichever row decided: stated without the rows. */
  readonly postconditions: readonly Postcondition<Situation, Code, Slice>[]
}

export interface Postcondition<Situation, Code, Slice> {
  readonly id: string
  readonly says: string
  readonly breaches: (situation: Situation, code: Code, before: Slice, after: Slice) => readonly Breach[]
}

/** A statement over whole runs or pairs of runs, or over a part on its own; what tries it stands in `properties/`. */
export interface Property extends Serving {
  readonly kind: 'property'
}

/** A point at which real systems differ, with what each profile chooses: a hypervisor's, unless a chapter has profiles of its own. */
export interface VariationPoint<Strategy extends string, Id extends string = ProfileId> extends Statement {
  readonly kind: 'variation point'
  readonly because: readonly Source[]
  readonly choices: Readonly<Record<Id, Strategy>>
}

const none: readonly Breach[] = []

/** One breach when `holds` is false; the words, where they cost something to make, only then. */
export const that = (holds: boolean, at: Path, why: string | (() => string)): readonly Breach[] =>
  holds ? none : [{ at, why: typeof why === 'string' ? why : why() }]

/** The row that decides. Every table ends with a row whose condition always holds (CATALOGUE checks it). */
export const decide = <Situation, Code>(
  rows: readonly Row<Situation, Code>[],
  situation: Situation,
): Row<Situation, Code> =>
  rows.find((row) => row.when(situation)) ?? impossible('no row of the table applies', 'the last row always holds')

/** The one place where the pure rooms throw: for what an invariant rules out. `because` names that invariant. */
export const impossible = (what: string, because: string): never => {
  throw new Error(`impossible: ${what} (${because})`)
}
