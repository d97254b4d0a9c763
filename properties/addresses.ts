/** The addresses worth trying: the first and last bytes of everything, what lies just beyond, and the seams between pages. */

import type { ModuleConfiguration, World } from '../spec/module/vocabulary.ts'
import { areasOf } from '../spec/space/statements.ts'
import type { Area } from '../spec/space/vocabulary.ts'
import type { Translation } from '../spec/mmu/vocabulary.ts'
import type { Choices } from './choices.ts'

export const areasOfWorld = ({ configuration, platform }: World): readonly Area[] =>
  areasOf({ partitions: configuration.partitions, shared: configuration.sharedMemory, map: platform })

/** An area as one partition sees it: where it is, and whether its user programs may load and store there. */
export interface Seen {
  readonly at: number
  readonly bytes: number
  readonly unit: number
  readonly loads: boolean
  readonly stores: boolean
}

/** The addresses that matter to a partition's program. */
export interface Landmarks {
  /** What it was given: its own area first. */
  readonly given: readonly Seen[]
  /** Where it has no business: others' memory by its physical address, the kernel, its tables, devices, holes, both ends. */
  readonly forbidden: readonly number[]
  /** The first and last bytes of what only supervisor level can name. */
  readonly reserved: readonly number[]
  /** A few places that a case comes back to, so that what was stored is loaded. */
  readonly favourites: readonly number[]
}

const rightsOf = (
  { partitions, sharedMemory }: ModuleConfiguration,
  p: number,
  { owner }: Area,
): { readonly loads: boolean; readonly stores: boolean } | null => {
  if (owner.kind === 'partition') return owner.index === p ? { loads: true, stores: true } : null
  if (owner.kind !== 'shared') return null
  const share = sharedMemory[owner.index]?.access.find((a) => a.partition === partitions[p]?.identifier)
  return share === undefined
    ? null
    : { loads: share.rights !== 'X', stores: share.rights === 'RW' || share.rights === 'RWX' }
}

const edgesOf = ({ at, bytes, unit }: Seen): readonly number[] => [
  at,
  at + bytes,
  at + unit,
  at + bytes - unit,
  at + 0x1000,
]

export const landmarksOf = (choices: Choices, world: World): readonly Landmarks[] => {
  const areas = areasOfWorld(world)
  const { platform, configuration } = world
  return configuration.partitions.map((_, p) => {
    const given = areas.flatMap((area): readonly Seen[] => {
      const rights = rightsOf(configuration, p, area)
      return rights === null ? [] : [{ at: area.virtual, bytes: area.bytes, unit: area.unit, ...rights }]
    })
    const others = areas.filter((area) => rightsOf(configuration, p, area) === null)
    return {
      given,
      forbidden: [
        0,
        0xfffffff8,
        platform.contextTable + 4 * p,
        platform.contextTable + 0x400,
        platform.devicesAt - 8,
        ...others.flatMap((area) => [
          area.virtual,
          area.virtual + area.bytes - 8,
          area.physical,
          area.physical + area.bytes - 8,
        ]),
        ...given.flatMap((seen) => [seen.at + seen.bytes, seen.at - 8, seen.at + seen.bytes + seen.unit]),
        ...areas.filter(({ owner }) => owner.kind === 'partition' && owner.index === p).map((area) => area.physical),
      ],
      reserved: [
        platform.kernel.base,
        platform.kernel.base + platform.kernel.bytes - 8,
        platform.kernel.base + platform.kernel.bytes - 1,
        platform.devicesAt,
        platform.devicesAt + 0x1000000,
        0xfffffff8,
      ],
      favourites: given.flatMap((seen) =>
        choices.percent(70) ? [seen.at, seen.at + seen.bytes - 8, seen.at + 8 * choices.below(16)] : [seen.at + 8],
      ),
    }
  })
}

/** Whose address it will be: at which level, and the pages that are cached, which another kind of access shall meet. */
export interface Accessor {
  readonly supervisor: boolean
  /** How often supervisor level goes where it ends the run. */
  readonly trespass: number
  readonly cached: readonly Translation[]
  /** Of other cores: the same addresses, of other partitions. */
  readonly cachedElsewhere: readonly Translation[]
}

/** An address for an access of `size` bytes: mostly aligned, mostly where it is allowed, near edges as often as not. */
export const drawAddress = (
  choices: Choices,
  marks: Landmarks,
  { supervisor, trespass, cached, cachedElsewhere }: Accessor,
  size: number,
): number => {
  const aligned = choices.percent(93)
  const drawn = choices.weighted(
    [6, () => choices.of(marks.favourites)],
    [cached.length > 0 ? 4 : 0, () => inside(choices, seenAs(choices.of(cached)), size)],
    [cached.length > 0 ? 1 : 0, () => aliasOf(choices, choices.of(cached).virtual)],
    [cachedElsewhere.length > 0 ? 4 : 0, () => choices.of(cachedElsewhere).virtual + 8 * choices.below(2)],
    [supervisor ? trespass : 0, () => choices.of(marks.reserved)],
    [5, () => inside(choices, choices.of(marks.given), size)],
    [3, () => choices.of(edgesOf(choices.of(marks.given))) + choices.of([0, -size, -8, -1, 8])],
    [2, () => choices.of(marks.forbidden) + choices.of([0, 0, 4, 8])],
    [1, () => choices.word()],
  )
  const at = ((drawn % 0x100000000) + 0x100000000) % 0x100000000
  return aligned ? at - (at % size) : choices.percent(70) ? at - (at % size) + choices.between(1, 7) : at
}

/** An address that a tag with too few bits, or the wrong ones, would take for another. */
export const aliasOf = (choices: Choices, at: number): number =>
  choices.weighted(
    [4, () => (at ^ (1 << choices.between(12, 31))) >>> 0],
    [1, () => (at << 1) >>> 0],
    [1, () => at >>> 1],
    [1, () => at >>> 12],
  )

const seenAs = ({ virtual, bytes }: Translation): Seen => ({
  at: virtual,
  bytes,
  unit: bytes,
  loads: true,
  stores: false,
})

const inside = (choices: Choices, { at, bytes, unit }: Seen, size: number): number =>
  choices.weighted(
    [2, () => at + choices.below(Math.min(bytes, 64))],
    [2, () => at + bytes - size],
    [2, () => at + choices.below(bytes)],
    [1, () => at + unit * choices.below(bytes / unit)],
    [1, () => at + Math.min(bytes - size, 0x1000 * choices.between(1, 4)) - choices.of([0, size])],
  )
