/** What a module's configuration must satisfy as a whole, and every rule of every chapter, lifted to it. */

import { healthRules } from '../health/rules.ts'
import { partitionRules } from '../partition/rules.ts'
import { portsRules } from '../ports/rules.ts'
import { spaceRules } from '../space/rules.ts'
import { that, type Path, type Rule } from '../statement.ts'
import { timeRules } from '../time/rules.ts'
import { slackRules } from '../time/slack-rules.ts'
import { limits } from '../words/vocabulary.ts'
import { withinLimits } from './requirements.ts'
import type { ModuleConfiguration } from './vocabulary.ts'

export const partitionsAreLimited: Rule<ModuleConfiguration> = {
  kind: 'rule',
  id: 'MODULE-R1',
  says: 'A module has 1 to 16 partitions.',
  serves: [withinLimits],
  severity: 'structural',
  because: ['AIR-GEN-00040 to AIR-GEN-00100'],
  breaches: ({ partitions }) =>
    that(
      partitions.length > 0 && partitions.length <= limits.partitions,
      partitions.length === 0 ? [] : ['partitions', limits.partitions],
      `has ${partitions.length} partitions; give 1 to ${limits.partitions}`,
    ),
}

export const coresAreLimited: Rule<ModuleConfiguration> = {
  kind: 'rule',
  id: 'MODULE-R2',
  says: 'A module requires 1 to 4 cores.',
  serves: [withinLimits],
  severity: 'structural',
  because: ['AIR-GEN-00040 to AIR-GEN-00100'],
  breaches: ({ time: { requiredCores } }) =>
    that(
      1 <= requiredCores && requiredCores <= limits.cores,
      ['time', 'requiredCores'],
      `requires ${requiredCores} cores; require 1 to ${limits.cores}`,
    ),
}

export const schedulesAreLimited: Rule<ModuleConfiguration> = {
  kind: 'rule',
  id: 'MODULE-R3',
  says: 'A module has 1 to 16 schedules.',
  serves: [withinLimits],
  severity: 'structural',
  because: ['AIR-GEN-00040 to AIR-GEN-00100'],
  breaches: ({ time: { schedules } }) =>
    that(
      schedules.length > 0 && schedules.length <= limits.schedules,
      schedules.length === 0 ? [] : ['time', 'schedules', limits.schedules],
      `has ${schedules.length} schedules; give 1 to ${limits.schedules}`,
    ),
}

/** The place of the port, of a kind, that is one too many. */
const oneTooMany = (
  { partitions }: ModuleConfiguration,
  kind: 'sampling' | 'queuing',
  most: number,
): Path | undefined =>
  partitions.flatMap(({ ports }, p) =>
    ports.flatMap((port, i) => (port.kind === kind ? [['partitions', p, 'ports', i]] : [])),
  )[most]

export const portsAreLimited: Rule<ModuleConfiguration> = {
  kind: 'rule',
  id: 'MODULE-R4',
  says: 'A module has at most 256 sampling and 256 queuing ports.',
  serves: [withinLimits],
  severity: 'error',
  because: ['AIR-GEN-00040 to AIR-GEN-00100'],
  breaches: (config) => {
    const sampling = oneTooMany(config, 'sampling', limits.samplingPorts)
    const queuing = oneTooMany(config, 'queuing', limits.queuingPorts)
    return [
      ...that(
        sampling === undefined,
        sampling ?? [],
        `the module has more than ${limits.samplingPorts} sampling ports; remove some`,
      ),
      ...that(
        queuing === undefined,
        queuing ?? [],
        `the module has more than ${limits.queuingPorts} queuing ports; remove some`,
      ),
    ]
  },
}

/** Every rule of this chapter. */
export const moduleRules: readonly Rule<ModuleConfiguration>[] = [
  partitionsAreLimited,
  coresAreLimited,
  schedulesAreLimited,
  portsAreLimited,
]

/** A rule over a part of the configuration as one over all of it. */
const lifted = <Part>(
  rule: Rule<Part>,
  part: (config: ModuleConfiguration) => Part,
  root: Path,
): Rule<ModuleConfiguration> => ({
  ...rule,
  breaches: (config) => rule.breaches(part(config)).map(({ at, why }) => ({ at: [...root, ...at], why })),
})

/** Every rule of the specification. The chapters but `time` see the configuration itself, in part. */
export const rules: readonly Rule<ModuleConfiguration>[] = [
  ...moduleRules,
  ...spaceRules,
  ...timeRules.map((rule) => lifted(rule, ({ time }) => time, ['time'])),
  ...slackRules,
  ...partitionRules,
  ...portsRules,
  ...healthRules,
]
