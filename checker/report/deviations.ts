/** The deviations from ARINC 653, as text. */

import type { Deviation } from '../../spec/sources/deviations.ts'
import type { Paint } from '../program/terminal.ts'
import { folded } from './wrapping.ts'

const INDENT = '    '

/** Every deviation: what the standard asks, what is done here, which statements say so, from where it is known. */
export const deviationLines = (deviations: readonly Deviation[], columns: number, paint: Paint): readonly string[] =>
  deviations.flatMap(({ id, concerns, standard, here, specifiedBy, because }) => {
    const part = (heading: string, text: string): readonly string[] =>
      folded(text, columns, `${INDENT}${heading}: `, `${INDENT}  `)
    return [
      `${paint.bold(id)}  ${concerns}`,
      ...part('the standard', standard),
      ...part('here', here),
      ...part('specified by', specifiedBy.join(', ')),
      ...part('source', because.join('; ')),
    ]
  })
