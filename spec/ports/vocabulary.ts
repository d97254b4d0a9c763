/** The words for ports and channels. Source: ARINC 653 P1 part 2.3.5. */

import type { Identifier, Nanoseconds, Ticks } from '../words/vocabulary.ts'

export type Direction = 'SOURCE' | 'DESTINATION'

export interface SamplingPortConfiguration {
  readonly kind: 'sampling'
  readonly name: string
  readonly direction: Direction
  readonly maxMessageSize: number
  readonly refreshPeriod: Nanoseconds
}

export interface QueuingPortConfiguration {
  readonly kind: 'queuing'
  readonly name: string
  readonly direction: Direction
  readonly maxMessageSize: number
  readonly maxMessages: number
}

export type PortConfiguration = SamplingPortConfiguration | QueuingPortConfiguration

/** One end of a channel: a port of a partition, or something outside the module. */
export type PortReference =
  | {
      readonly kind: 'partition'
      readonly partition: Identifier
      readonly partitionName: string | null
      readonly port: string
    }
  | { readonly kind: 'pseudo'; readonly name: string | null }

export interface ChannelConfiguration {
  readonly identifier: Identifier
  readonly name: string | null
  readonly sources: readonly PortReference[]
  readonly destinations: readonly PortReference[]
}

/** A port of the module: whose it is, and which of that partition's ports of its kind. */
export interface PortPlace {
  readonly partition: number
  readonly kind: PortConfiguration['kind']
  /** Its number for the partition, 0 first: queuing ports before sampling ports, each in the order of the configuration. */
  readonly number: number
  readonly port: PortConfiguration
  /** The position of its channel in the configuration; null when none connects it. */
  readonly channel: number | null
}

/** What a destination of a sampling channel has seen: nothing was ever written; a message it has not read; one it has. */
export type Freshness = 'EMPTY' | 'NEW' | 'CONSUMED'
export const freshnessNumber: { readonly [freshness in Freshness]: number } = { EMPTY: 0, CONSUMED: 1, NEW: 2 }

/** A message: its bytes, and the tick at which it was written. */
export interface Message {
  readonly bytes: readonly number[]
  readonly at: Ticks
}

/** What a run has made of a port. */
export interface PortState {
  readonly created: boolean
  /** Of a sampling destination; of any other port it stays EMPTY. */
  readonly freshness: Freshness
}

/** Who holds a channel between the sections of a copy (PORTS-V3). */
export interface Holder {
  readonly partition: number
  readonly direction: Direction
}

/** What a run has made of a channel. */
export interface ChannelState {
  /** Sampling: the last message, or none. Queuing: those that wait, the oldest first. */
  readonly messages: readonly Message[]
  /** Queuing: a message was refused since the last one was received. */
  readonly overflowed: boolean
  readonly holder: Holder | null
}

export interface PortsState {
  /** In the order of the configuration: partitions, then their ports. */
  readonly ports: readonly PortState[]
  /** In the order of the configuration. */
  readonly channels: readonly ChannelState[]
}

/** PORTS-V1 to V4. */
export type CreatePort = 'not in NORMAL' | 'in any mode'
export type RestartClears = 'links and messages' | 'links' | 'nothing'
export type Copying = 'in one section' | 'preemptible'
export type ReadConsumes = 'for the reader' | 'for all destinations'

export interface PortsVariation {
  readonly createPort: CreatePort
  readonly restartClears: RestartClears
  readonly copying: Copying
  readonly readConsumes: ReadConsumes
}

/** The bytes of a message as one 32-bit number, for the digest: the FNV-1a hash. */
export const messageNumber = (bytes: ArrayLike<number>): number => {
  let hash = 0x811c9dc5
  for (let i = 0; i < bytes.length; i++) hash = Math.imul(hash ^ (bytes[i] ?? 0), 0x01000193)
  return hash >>> 0
}
