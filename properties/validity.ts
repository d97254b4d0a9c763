/** Whether a configuration may run: no breach of a rule that forbids it under a profile. */

import { rules } from '../spec/module/rules.ts'
import type { ModuleConfiguration, Profile } from '../spec/module/vocabulary.ts'
import type { Breach } from '../spec/statement.ts'

/** What forbids a configuration to run: breaches of structural rules and errors, each with its rule. */
export const forbidding = (
  configuration: ModuleConfiguration,
  profile: Profile,
): readonly { readonly rule: string; readonly breach: Breach }[] =>
  rules
    .filter(
      (rule) =>
        rule.severity !== 'warning' && (rule.profiles === undefined || rule.profiles.some((id) => id === profile.id)),
    )
    .flatMap((rule) => rule.breaches(configuration).map((breach) => ({ rule: rule.id, breach })))

/** The same, answered at the first breach. */
export const mayRun = (configuration: ModuleConfiguration, profile: Profile): boolean =>
  rules.every(
    (rule) =>
      rule.severity === 'warning' ||
      (rule.profiles !== undefined && !rule.profiles.some((id) => id === profile.id)) ||
      rule.breaches(configuration).length === 0,
  )
