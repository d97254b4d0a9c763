/** The words for spatial partitioning: memory areas, who owns them, where they lie. */

import type { Address, Identifier } from '../words/vocabulary.ts'

/** A page size AIR can build an area from: 4 KB, 256 KB, 16 MB. */
export type PageSize = 0x1000 | 0x40000 | 0x1000000

/** A partition's own memory, as configured. */
export interface MemoryConfiguration {
  /** Bytes wanted; the area is that, rounded up to whole units. */
  readonly size: number
  readonly unit: PageSize
}

export interface CacheConfiguration {
  readonly code: boolean
  readonly data: boolean
}

/** Rights on a shared area; writing without reading cannot be encoded. */
export type Rights = 'R' | 'RW' | 'RX' | 'RWX' | 'X'

export interface SharedMemoryConfiguration {
  readonly identifier: Identifier
  readonly name: string
  readonly size: number
  readonly unit: PageSize
  readonly access: readonly {
    readonly partition: Identifier
    readonly partitionName: string | null
    readonly rights: Rights
  }[]
}

/** A device given to a partition, by the name AIR's board support knows it under. */
export interface DeviceConfiguration {
  readonly name: string
}

/** Whose an area is. Partitions and shared areas by their position in the configuration. */
export type Owner =
  | { readonly kind: 'kernel' }
  | { readonly kind: 'devices' }
  | { readonly kind: 'partition'; readonly index: number }
  | { readonly kind: 'shared'; readonly index: number }

/** A stretch of physical memory with one owner, and where it appears in the address spaces that map it. */
export interface Area {
  readonly owner: Owner
  readonly physical: Address
  readonly virtual: Address
  /** Bytes, a multiple of `unit`. */
  readonly bytes: number
  readonly unit: PageSize
}
