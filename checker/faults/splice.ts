/** A stretch of one source file, and what stands there instead. */

import type { Sources } from './load.ts'

export interface Splice {
  readonly file: string
  readonly from: number
  readonly to: number
  readonly by: string
}

/** The sources with this change in them. */
export const mutated = (sources: Sources, { file, from, to, by }: Splice): Sources => {
  const text = sources.get(file) ?? ''
  return new Map([...sources, [file, `${text.slice(0, from)}${by}${text.slice(to)}`]])
}
