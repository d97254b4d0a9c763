/** What binary programs have reached: every trap that one can raise, every call, windows, virtual traps, reloads, other virtual cores. */

import { trapNumber } from '../spec/hal/vocabulary.ts'
import { serviceNames, trapOf } from '../spec/hypercall/vocabulary.ts'
import { softwareTrap, type Processor } from '../spec/machine/vocabulary.ts'
import type { Happening, State, World } from '../spec/module/vocabulary.ts'
import { isBinary } from './guest-images.ts'

const nameOfTrap: ReadonlyMap<number, string> = new Map(Object.entries(trapNumber).map(([name, type]) => [type, name]))
const nameOfSoftwareTrap: ReadonlyMap<number, string> = new Map(
  Object.values(trapOf).map((type) => [type, `trap 0x${type.toString(16)}`]),
)

const trapTold = (type: number): string =>
  nameOfTrap.get(type) ??
  nameOfSoftwareTrap.get(type) ??
  (type < softwareTrap(0) ? `trap ${type}` : 'another software trap')

const processorOf = ({ cores }: State, core: number): Processor | null => cores[core]?.context.processor ?? null

/** Whether the mark of the invalid window moved, and which way it goes with. */
const movedMark = (before: State, after: State, core: number): boolean =>
  processorOf(before, core)?.wim !== processorOf(after, core)?.wim

const ofService = (
  before: State,
  happening: Extract<Happening, { readonly kind: 'service' }>,
  after: State,
): readonly string[] => {
  const { service } = happening.call
  const moved = movedMark(before, after, happening.core)
  const { running } = before.time.cores[happening.core] ?? { running: null }
  return [
    `binary call ${service}`,
    ...(running !== null && running.virtualCore > 0 ? ['binary call by another virtual core'] : []),
    ...(service === 'flush_windows' && moved ? ['binary flush'] : []),
    ...(service === 'rett' && moved ? ['binary fill for a return'] : []),
  ]
}

/** What a step of a binary program has reached; nothing of any other. */
export const binaryReach = (world: World, before: State, happening: Happening, after: State): readonly string[] => {
  if (world.images === undefined || !('partition' in happening)) return []
  const { partition } = happening
  if (partition === null || !isBinary(world, partition)) return []
  switch (happening.kind) {
    case 'instruction': {
      const { running } = before.time.cores[happening.core] ?? { running: null }
      return [
        happening.trap === null ? 'binary instruction' : `binary ${trapTold(happening.trap)}`,
        ...(running !== null && running.virtualCore > 0 ? ['binary instruction of another virtual core'] : []),
        ...(before.memory !== after.memory && happening.trap === null ? ['binary store'] : []),
        ...(processorOf(before, happening.core)?.fsr !== processorOf(after, happening.core)?.fsr
          ? ['binary change of FSR']
          : []),
      ]
    }
    case 'windows':
      return [happening.filled ? 'binary fill' : 'binary spill']
    case 'service':
      return ofService(before, happening, after)
    case 'delivery':
      return ['binary delivery', ...(movedMark(before, after, happening.core) ? ['binary spill for a delivery'] : [])]
    case 'reload':
      return happening.finished ? ['binary reload'] : []
    case 'health':
      return happening.trap === 'window_overflow' || happening.trap === 'window_underflow'
        ? ['binary window that cannot be moved']
        : ['binary error']
    case 'left':
      return ['binary left']
    case 'effect':
    case 'copy':
    case 'wait':
      return [`binary ${happening.kind}`]
  }
}

/** Traps that programs raise, and how often a campaign owes them. */
const traps: readonly (readonly [what: string, in10000: number])[] = [
  ...(
    [
      'instruction_access_exception',
      'illegal_instruction',
      'privileged_instruction',
      'fp_disabled',
      'window_overflow',
      'window_underflow',
      'mem_address_not_aligned',
      'data_access_exception',
    ] as const
  ).map((name) => [name, 50] as const),
  ...(['fp_exception', 'cp_disabled', 'division_by_zero'] as const).map((name) => [name, 10] as const),
  ['tag_overflow', 5],
  ...[trapOf.call, trapOf.processor].map((type) => [trapTold(type), 1_000] as const),
  ...[trapOf.flushWindows, trapOf.healthEvent].map((type) => [trapTold(type), 30] as const),
  ['another software trap', 20],
]

/** What binary programs owe in 10 000 cases of a campaign. */
export const binaryFloor: readonly (readonly [what: string, in10000: number])[] = [
  ...traps.map(([name, in10000]) => [`binary ${name}`, in10000] as const),
  ...serviceNames.map((service) => [`binary call ${service}`, 5] as const),
  ...['binary instruction', 'binary store', 'binary delivery', 'binary spill', 'binary fill', 'binary error'].map(
    (what) => [what, 500] as const,
  ),
  ...['binary flush', 'binary reload', 'binary window that cannot be moved', 'binary change of FSR'].map(
    (what) => [what, 50] as const,
  ),
  ...['binary instruction of another virtual core', 'binary call by another virtual core', 'binary left'].map(
    (what) => [what, 12] as const,
  ),
  ...['binary spill for a delivery', 'binary fill for a return'].map((what) => [what, 10] as const),
  ['binary copy', 3],
]
