/** The project's own files as the program finds them: in a checkout (`.ts`) and built (`.js`) they lie alike. */

import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The directory that holds the rooms. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[/\\]$/, '')

const versionOf = (manifest: unknown): string =>
  typeof manifest === 'object' && manifest !== null && 'version' in manifest && typeof manifest.version === 'string'
    ? manifest.version
    : 'unknown'

export const version = versionOf(JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')))
