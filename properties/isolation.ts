/** The emulator's isolation, read off its memory and its TLBs word by word, with a walk that is neither the model's nor its own. */

import { declaredSupervisor } from '../spec/partition/statements.ts'
import { areasOf } from '../spec/space/statements.ts'
import type { Area, Rights } from '../spec/space/vocabulary.ts'
import type { Breach } from '../spec/statement.ts'
import type { Translation } from '../spec/mmu/vocabulary.ts'
import type { World } from '../spec/module/vocabulary.ts'
import { address, type Address } from '../spec/words/vocabulary.ts'

/** What must be known of an engine: its words as they lie in memory, and what its TLBs hold. */
export interface Concrete {
  physicalWord(at: Address): number
  cachedTranslations(core: number): readonly Translation[]
}

/** A page found in some table. */
interface Found {
  readonly virtual: number
  readonly bytes: number
  readonly physical: number
  readonly code: number
}

/** What user level may do through each access code: 1 load, 2 store, 4 fetch. Source: SPARC V8 table H-4. */
const throughCode = [1, 3, 5, 7, 4, 1, 0, 0] as const
const throughRights: { readonly [rights in Rights]: number } = { R: 1, RW: 3, RX: 5, RWX: 7, X: 4 }

const hex = (n: number): string => `0x${n.toString(16)}`

/** A world's areas with what each partition may do there at user level: bits as above. */
export class Grants {
  readonly #world: World
  readonly #areas: readonly Area[]
  /** By partition: the stretches of physical memory it may reach. */
  readonly #granted: readonly (readonly { readonly from: number; readonly to: number; readonly may: number }[])[]

  constructor(world: World) {
    this.#world = world
    const { configuration, platform } = world
    this.#areas = areasOf({ partitions: configuration.partitions, shared: configuration.sharedMemory, map: platform })
    this.#granted = configuration.partitions.map(({ identifier }, p) =>
      this.#areas.flatMap(({ owner, physical, bytes }) => {
        if (owner.kind === 'partition' && owner.index === p) return [{ from: physical, to: physical + bytes, may: 7 }]
        const share =
          owner.kind === 'shared'
            ? configuration.sharedMemory[owner.index]?.access.find((a) => a.partition === identifier)
            : undefined
        return share === undefined ? [] : [{ from: physical, to: physical + bytes, may: throughRights[share.rights] }]
      }),
    )
  }

  /** Whether a page lets a partition do, at user level, no more than it may. */
  #breaches(p: number, { virtual, physical, bytes, code }: Found, at: readonly (string | number)[]): readonly Breach[] {
    const does = throughCode[code] ?? 7
    if (does === 0) return []
    const grant = this.#granted[p]?.find(({ from, to }) => from <= physical && physical + bytes <= to)
    if (grant !== undefined && (does & ~grant.may) === 0) return []
    const why = grant === undefined ? 'which it was not given' : 'more than its rights'
    return [{ at, why: `partition ${p} reaches ${hex(physical)} at ${hex(virtual)} with code ${code}, ${why}` }]
  }

  #supervisor(p: number): boolean {
    const configured = this.#world.configuration.partitions[p]
    return configured !== undefined && declaredSupervisor(configured)
  }

  /** Every table of every partition, read word by word. */
  tables(engine: Concrete): readonly Breach[] {
    const { platform, configuration } = this.#world
    return configuration.partitions.flatMap((_, p) => {
      const breaches: Breach[] = []
      const at = ['tables', p]
      const trusted = this.#supervisor(p)
      /** First bytes of the frames that the partition's own level reaches. */
      const reached = new Set<number>()
      const table = (from: number, words: number, covers: number, virtual: number): void => {
        const inside = platform.kernel.base <= from && from + 4 * words <= platform.kernel.base + platform.kernel.bytes
        if (!inside) return void breaches.push({ at, why: `a table at ${hex(from)} is outside kernel memory` })
        // Hardware joins a table's address and an index, it does not add them: SPARC V8 appendix H.
        if (from % (4 * words) !== 0)
          return void breaches.push({ at, why: `a table at ${hex(from)} is not aligned to its ${4 * words} bytes` })
        for (let i = 0; i < words; i++)
          entry(engine.physicalWord(address(from + 4 * i)) >>> 0, from + 4 * i, covers, virtual + i * covers)
      }
      const entry = (is: number, where: number, covers: number, virtual: number): void => {
        if (is === 0) return
        if (is % 4 === 2) {
          const physical = Math.floor(is / 256) * 4096
          const code = Math.floor(is / 4) % 8
          const found = { virtual, bytes: covers, physical: physical - (physical % covers), code }
          if (code === 6 || code === 7) return void breaches.push(...this.#protected(found, at))
          if (!trusted) breaches.push(...this.#breaches(p, found, at))
          reached.add(found.physical)
          return
        }
        if (is % 4 !== 1 || covers === 4096)
          return void breaches.push({ at, why: `the table word at ${hex(where)} is ${hex(is)}, no entry` })
        const below = (is - 1) * 16
        if (covers === 0x100000000) table(below, 256, 0x1000000, 0)
        else table(below, 64, covers / 64, virtual)
      }
      entry(
        engine.physicalWord(address(platform.contextTable + 4 * p)) >>> 0,
        platform.contextTable + 4 * p,
        0x100000000,
        0,
      )
      // And what it was given is there: isolation by mapping nothing at all is none.
      for (const { from } of this.#granted[p] ?? [])
        if (!reached.has(from))
          breaches.push({ at, why: `what partition ${p} was given at ${hex(from)} is not mapped` })
      return breaches
    })
  }

  /** A page for supervisor level alone maps the kernel or devices to themselves: nobody's memory under another name. */
  #protected({ virtual, physical, bytes }: Found, at: readonly (string | number)[]): readonly Breach[] {
    const { kernel, devicesAt } = this.#world.platform
    const kernels = kernel.base <= physical && physical + bytes <= kernel.base + kernel.bytes
    if (virtual === physical && (kernels || physical >= devicesAt)) return []
    return [{ at, why: `a page for the kernel at ${hex(virtual)} leads to ${hex(physical)}` }]
  }

  /** The TLBs: with partition `spaces[c]`'s space in force on core `c`, nothing beyond what it may reach is in it. */
  cached(engine: Concrete, spaces: readonly (number | null)[]): readonly Breach[] {
    return spaces.flatMap((p, c) =>
      engine
        .cachedTranslations(c)
        .flatMap((t) =>
          p === null
            ? [{ at: ['tlb', c], why: `core ${c} caches ${hex(t.virtual)} without a space` }]
            : this.#supervisor(p)
              ? []
              : this.#breaches(p, t, ['tlb', c]),
        ),
    )
  }
}
