/** Where scenarios lie. */

import { existsSync, globSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Where they lie, seen from where the program is run, or else from where it is installed. */
export const scenariosIn = (root: string): string =>
  existsSync('scenarios') && statSync('scenarios').isDirectory() ? 'scenarios' : join(root, 'scenarios')

export const scenarioFiles = (directory: string): readonly string[] =>
  globSync('*.scenario', { cwd: directory })
    .toSorted()
    .map((name) => join(directory, name))
