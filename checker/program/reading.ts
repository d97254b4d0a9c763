/** A configuration read and held against the rules, as `check` and `rules` begin. */

import { isLeft, left, right, type Either } from 'fp-ts/lib/Either.js'
import type { ModuleConfiguration } from '../../spec/module/vocabulary.ts'
import type { ProfileId } from '../../spec/statement.ts'
import { inOrder, type Diagnostic } from '../configuration/diagnostic.ts'
import { readConfigurationFile } from '../configuration/read.ts'
import { checkRules } from '../configuration/rules.ts'

export interface Ruled {
  readonly configuration: ModuleConfiguration
  /** What the reader warned of and what the rules say, in the order of the text. */
  readonly diagnostics: readonly Diagnostic[]
}

/** The configuration with all that is to be said of it; or why there is none. */
export const readUnderRules = (file: string, profile: ProfileId): Either<readonly Diagnostic[], Ruled> => {
  const read = readConfigurationFile(file)
  if (isLeft(read)) return left(read.left)
  const { configuration, locate, warnings } = read.right
  const diagnostics = inOrder([...warnings, ...checkRules(configuration, profile, locate, file)])
  return right({ configuration, diagnostics })
}
