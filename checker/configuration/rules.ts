/** The rules of the specification, asked of a configuration; each breach becomes a diagnostic in its file. */

import type { ModuleConfiguration } from '../../spec/module/vocabulary.ts'
import { rules } from '../../spec/module/rules.ts'
import type { Path, ProfileId } from '../../spec/statement.ts'
import { inOrder, type Diagnostic, type Position } from './diagnostic.ts'

/** What breaks the rules that hold under a profile, in the order of the file. */
export const checkRules = (
  configuration: ModuleConfiguration,
  profile: ProfileId,
  locate: (path: Path) => Position,
  file: string,
): readonly Diagnostic[] =>
  inOrder(
    rules
      .filter(({ profiles }) => profiles === undefined || profiles.includes(profile))
      .flatMap(({ id, severity, breaches }) =>
        breaches(configuration).map(({ at, why }) => ({ file, ...locate(at), code: id, severity, message: why })),
      ),
  )
