/** What the readers of AIR's elements share: values as they stand in the file, attributes that are placed, dialects. */

import type { Path } from '../../spec/statement.ts'
import type { Element } from './document.ts'
import type { Notebook } from './notebook.ts'
import { attributeOf, type Shape } from './shape.ts'

/** A value as it stands in the file: texts, lists and records of them; what is missing is undefined. */
export type Raw = string | null | undefined | readonly Raw[] | { readonly [name: string]: Raw }

/** In what the dialects differ: the elements that extend ARINC 653's partition, schedule and module. */
export interface Dialect {
  /** The extensions, each allowed where its name says; what else a dialect has in a module. */
  readonly partitionPart: string
  readonly windowPart: string
  readonly modulePart: string
  readonly more: Shape['children']
  readonly partition: (part: Element | undefined, at: Path, notes: Notebook) => { readonly [name: string]: Raw }
  /** The cores that an extension of a schedule gives a window. */
  readonly cores: (part: Element, at: Path, notes: Notebook) => Raw
  readonly windowShape: Shape
  readonly module: (
    part: Element | undefined,
    notes: Notebook,
  ) => { readonly ticksPerSecond: Raw; readonly requiredCores: Raw }
}

/** The unit that memory is built of where the file does not say: 256 KB. */
export const defaultUnit = '0x40000'

/** The value of an attribute, placed; undefined if it is not there. */
export const attribute = (element: Element, name: string, path: Path, { place }: Notebook): string | undefined => {
  const found = attributeOf(element, name)
  place(path, found?.valueAt ?? element.at)
  return found?.value
}

/** The attributes of an element that refers to a partition. */
export const mentionAttributes = { PartitionIdentifier: 'required', PartitionName: 'optional' } as const

/** What an element says that refers to a partition. */
export const mentionIn = (
  element: Element,
  at: Path,
  notes: Notebook,
): { readonly partition: Raw; readonly partitionName: Raw } => {
  notes.place(at, element.at)
  return {
    partition: attribute(element, 'PartitionIdentifier', [...at, 'partition'], notes),
    partitionName: attribute(element, 'PartitionName', [...at, 'partitionName'], notes) ?? null,
  }
}
