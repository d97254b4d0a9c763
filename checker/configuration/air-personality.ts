/** The operating systems a partition can have: an open list, of which AIR's own are known. */

import type { Path } from '../../spec/statement.ts'
import { attribute } from './air-parts.ts'
import { start } from './diagnostic.ts'
import type { Element } from './document.ts'
import type { Notebook } from './notebook.ts'
import { attributeOf, didYouMean } from './shape.ts'

const known: readonly string[] = ['BARE', 'RTEMS48I', 'RTEMS5', 'POSIXRTEMS5', 'RTEMSIMPR', 'RTEMS481']

/** The personality an attribute names; a warning for one that is not AIR's. */
export const personality = (element: Element, name: string, at: Path, notes: Notebook): string | undefined => {
  const value = attribute(element, name, at, notes)
  if (value !== undefined && !known.includes(value.toUpperCase()))
    notes.say(
      'warning',
      'READ-5',
      attributeOf(element, name)?.valueAt ?? start,
      `"${value}" is no personality of AIR’s${didYouMean(value, known)}; nothing is known of it`,
    )
  return value
}
