/** Which sources a source imports, itself included, directly or by way of others. */

import type { Sources } from './load.ts'

const direct = (text: string): readonly string[] =>
  [...text.matchAll(/from\s+'\.\/([^']+)'/g)].map(([, path = '']) => path)

/** Sources by their path from `impl/` on, where all of them lie in one folder. */
export const importedBy = (sources: Sources, path: string): ReadonlySet<string> => {
  const found = new Set([path])
  for (const each of found) for (const imported of direct(sources.get(each) ?? '')) found.add(imported)
  return found
}
