/** The profile that the command line names. */

import { airRequirements, profileIds, profiles } from '../../spec/module/profiles.ts'
import type { Profile } from '../../spec/module/vocabulary.ts'
import type { ProfileId } from '../../spec/statement.ts'

/** The command line offers no other ids than those of the specification. */
export const profileNamed = (name: string): Profile => profiles.find(({ id }) => id === name) ?? airRequirements

export const profileIdNamed = (name: string): ProfileId => profileIds.find((id) => id === name) ?? 'air-requirements'
