/** The words for ports and channels. So far only what a configuration says of them. Source: ARINC 653 P1 part 2.3.5. */

import type { Identifier, Nanoseconds } from '../words/vocabulary.ts'

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
