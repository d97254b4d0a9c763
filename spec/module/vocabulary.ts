/** The words for the whole: a module's configuration, its state, a run, and what one step of it may be. */

import type { AccessSize, Context, Core, TrapType } from '../hal/vocabulary.ts'
import type { GuestVariation } from '../guest/vocabulary.ts'
import type { HealthConfiguration, HealthState, HealthVariation } from '../health/vocabulary.ts'
import type { HypercallVariation, ServiceName } from '../hypercall/vocabulary.ts'
import type { AccessKind, Level } from '../mmu/vocabulary.ts'
import type { PartitionConfiguration, PartitionState, PartitionVariation } from '../partition/vocabulary.ts'
import type { ChannelConfiguration, PortConfiguration, PortsState, PortsVariation } from '../ports/vocabulary.ts'
import type { SharedMemoryConfiguration } from '../space/vocabulary.ts'
import type { TimeConfiguration, TimeState, TimeVariation } from '../time/vocabulary.ts'
import type { Address, Cycles, Memory, ReturnCode, Word } from '../words/vocabulary.ts'

/** A module configuration: what AIR's XML says, with exact times. Positions in the file are the reader's affair. */
export interface ModuleConfiguration {
  readonly name: string
  readonly partitions: readonly (PartitionConfiguration & { readonly ports: readonly PortConfiguration[] })[]
  readonly sharedMemory: readonly SharedMemoryConfiguration[]
  readonly time: TimeConfiguration
  readonly channels: readonly ChannelConfiguration[]
  readonly health: HealthConfiguration
}

/** What is hardware: the memory map, the length of a tick, what each section of the kernel costs in cycles. */
export interface Platform {
  readonly id: string
  /** Kernel memory, mapped at its own address in every space; the page tables lie in it. */
  readonly kernel: { readonly base: Address; readonly bytes: number }
  /** The context table, in kernel memory, aligned to its 1 KB. The other tables may lie anywhere in kernel memory behind it. */
  readonly contextTable: Address
  /** Where every partition's own area appears in its space. */
  readonly partitionsAt: Address
  /** Devices: from here to the end of the address space, mapped at their own address. */
  readonly devicesAt: Address
  readonly cyclesPerTick: number
  readonly costs: Costs
}

/** Cycles each atomic section takes. Each is at least 1 and below a tick. */
export interface Costs {
  /** A load, store or fetch. */
  readonly access: number
  /** Taking a trap, until the kernel's section begins. */
  readonly trap: number
  /** A service of the hypervisor, the handling of a fault, or the delivery of a virtual trap: one section. */
  readonly service: number
  /** What each 64 bytes of a message add to the service that copies it. */
  readonly copy: number
  /** The clock tick, on each core; and what a core adds when it starts another window. */
  readonly tick: number
  readonly dispatch: number
  /** An interrupt of a device. */
  readonly interrupt: number
  /** Reloading a partition: preemptible, in its own windows. */
  readonly reload: number
}

/** One choice for every variation point. */
export interface Profile {
  readonly id: string
  readonly time: TimeVariation
  readonly partition: PartitionVariation
  readonly hypercall: HypercallVariation
  readonly ports: PortsVariation
  readonly health: HealthVariation
  readonly guest: GuestVariation
}

/** A number in a program: a constant, or the low result register plus a constant. */
export type Operand = number | { readonly resultPlus: number }

/** A call of the hypervisor: which, and its arguments in %o0 to %o4; missing ones are 0. Addresses are virtual ones of the caller. */
export interface Call {
  readonly service: ServiceName
  readonly arguments: readonly Operand[]
}

/** What a scripted program does next. */
export type Effect =
  | {
      readonly do: 'access'
      readonly kind: AccessKind
      readonly size: AccessSize
      readonly at: Operand
      readonly value: Operand
    }
  | { readonly do: 'call'; readonly call: Call }
  | { readonly do: 'compute'; readonly cycles: number }
  | { readonly do: 'privileged' }
  /** An instruction that raises a trap by itself: an unimplemented one, a division by zero. */
  | { readonly do: 'fault'; readonly trap: TrapType }

/** Effects, consumed from first to last; what is consumed is not done again after a restart. Then the program computes for ever. */
export type Program = readonly Effect[]

/** What comes from outside, at or after a cycle: a device interrupts a core; the operator asks core 0 for a schedule; core 0 is told that power fails. */
export type EnvironmentEvent =
  | { readonly kind: 'interrupt'; readonly at: Cycles; readonly core: number }
  | { readonly kind: 'request'; readonly at: Cycles; readonly schedule: number }
  | { readonly kind: 'power'; readonly at: Cycles }

/** The world a run happens in: nothing of it changes. */
export interface World {
  readonly configuration: ModuleConfiguration
  readonly platform: Platform
  readonly profile: Profile
  /** Binary programs, one per partition in the configuration's order; null, or missing, for a scripted one. */
  readonly images?: readonly (GuestImage | null)[]
}

/** A binary program: words of the partition's own memory by ascending virtual address, multiples of 4, inside its own area; where it begins. */
export interface GuestImage {
  readonly entry: Address
  readonly words: readonly (readonly [at: Address, word: Word])[]
}

/** All that determines what happens. */
export interface Run {
  /** One program per partition, in the configuration's order, then one per secondary (see `secondariesOf`); missing ones are empty. */
  readonly programs: readonly Program[]
  /** One handler of virtual traps per partition, begun anew for each trap; missing ones are empty. */
  readonly handlers: readonly Program[]
  /** Ascending by `at`. */
  readonly events: readonly EnvironmentEvent[]
  /** Which of several cores at an equal cycle goes next: choice k (0 or more), taken modulo their number; 0 when used up. */
  readonly choices: readonly number[]
}

/** What was begun on behalf of a partition and is not finished. */
export type Work =
  | { readonly kind: 'none' }
  | { readonly kind: 'compute'; readonly left: Cycles }
  | { readonly kind: 'call'; readonly call: ResolvedCall; /** The level the caller returns to. */ readonly from: Level }
  /** The message of READ_PORT or WRITE_PORT is being copied: cycles left. */
  | { readonly kind: 'copy'; readonly call: ResolvedCall; readonly from: Level; readonly left: Cycles }
  | { readonly kind: 'trap'; readonly trap: TrapType; /** The level at which it was raised. */ readonly from: Level }
  | { readonly kind: 'reload'; readonly left: Cycles }
  | { readonly kind: 'idle' }

/** A call whose operands have become words: five of them. */
export interface ResolvedCall {
  readonly service: ServiceName
  readonly arguments: readonly number[]
}

export type ModuleContext = Context<Work>
export type ModuleCore = Core<Work>
export type ModulePartition = PartitionState<ModuleContext>

/** The whole state. */
export interface State {
  readonly time: TimeState
  readonly partitions: readonly ModulePartition[]
  /** What the virtual cores other than 0 left when they were last switched out, in the order of `secondariesOf`; the idle context of one that is not booted. */
  readonly secondaries: readonly ModuleContext[]
  readonly cores: readonly ModuleCore[]
  readonly memory: Memory
  readonly ports: PortsState
  readonly health: HealthState
  /** The partition that the loader serves (PARTITION-V2); null when it serves none, and wherever each has its own. */
  readonly loader: number | null
  /** How often the module was restarted. */
  readonly resets: number
  /** Set when the module was shut down, or a core waits for ever for a lock: the run is over. */
  readonly end: End | null
  /** Effects consumed of each program, events consumed of each core's, choices consumed. */
  readonly consumed: Consumed
  /** Set when a supervisor partition reached beyond its own memory: what happens then is not specified, and the run is over. */
  readonly left: boolean
}

export type End = 'shutdown' | 'hung'

export interface Consumed {
  /** Of each program: the partitions', then the secondaries'. */
  readonly effects: readonly number[]
  readonly events: readonly number[]
  readonly choices: number
}

/** What a step was, for people and for coverage: not part of the state. */
export type Happening =
  | { readonly kind: 'tick'; readonly switchedTo: number | null; readonly dispatched: readonly number[] }
  | { readonly kind: 'event'; readonly core: number; readonly event: EnvironmentEvent }
  | {
      readonly kind: 'effect'
      readonly core: number
      readonly partition: number
      readonly effect: Effect
      readonly trap: TrapType | null
    }
  /** An instruction of a binary program: where it lies, and the trap type it raised. */
  | {
      readonly kind: 'instruction'
      readonly core: number
      readonly partition: number
      readonly at: Address
      readonly trap: number | null
    }
  /** Register windows of a binary program were spilled or filled, after a trap. */
  | { readonly kind: 'windows'; readonly core: number; readonly partition: number; readonly filled: boolean }
  | {
      readonly kind: 'service'
      readonly core: number
      readonly partition: number
      readonly call: ResolvedCall
      readonly code: ReturnCode
      readonly row: string
    }
  /** An error was handled: at which level, with which action; `row` of the table of actions. */
  | {
      readonly kind: 'health'
      readonly core: number
      readonly partition: number | null
      readonly error: number
      readonly row: string
      readonly trap: TrapType | null
    }
  /** A virtual trap was delivered: the trap type that the guest sees. */
  | { readonly kind: 'delivery'; readonly core: number; readonly partition: number; readonly trap: number }
  /** A copy went on, and was not finished. */
  | { readonly kind: 'copy'; readonly core: number; readonly partition: number }
  | { readonly kind: 'reload'; readonly core: number; readonly partition: number; readonly finished: boolean }
  | { readonly kind: 'wait'; readonly core: number; readonly partition: number | null }
  | { readonly kind: 'left'; readonly core: number; readonly partition: number }
  | { readonly kind: 'over' }

/**
 * The digest: the exclusive or, over every cell of the abstract state and every word of memory outside the kernel's, of
 * `contribution(key, value)`. A cell that is zero contributes nothing. `spec/module/cells.ts` says which cells there are.
 */
export interface Digest {
  /** Lane 1 and lane 0, each a signed 32-bit integer. */
  readonly high: number
  readonly low: number
}

/** The virtual cores other than 0: partitions in order, each with its virtual cores in order. */
export const secondariesOf = ({ partitions }: Pick<ModuleConfiguration, 'partitions'>): readonly Secondary[] =>
  partitions.flatMap(({ cores }, partition) =>
    Array.from({ length: cores - 1 }, (_, i) => ({ partition, virtualCore: i + 1 })),
  )

export interface Secondary {
  readonly partition: number
  readonly virtualCore: number
}

/** The kinds of record that have cells. */
export const cellKind = {
  time: 1,
  coreTime: 2,
  core: 3,
  partition: 4,
  consumed: 5,
  port: 6,
  channel: 7,
  health: 8,
  secondary: 9,
  /** The processors of contexts: of the cores, of the partitions, of the secondaries. */
  coreProcessor: 10,
  partitionProcessor: 11,
  secondaryProcessor: 12,
} as const

/** The key of a field of the record `index` of a kind (0 to 255 fields, 0 to 4095 records). The key of a memory word is its physical address divided by 4, below 2³⁰. */
export const cellKey = (kind: number, index: number, field: number): number =>
  0x40000000 + (kind << 20) + (index << 8) + field

const scrambled = (seed: number, key: number, value: number): number => {
  const a = Math.imul(key ^ seed, 0x9e3779b1) ^ Math.imul(value + 0x7f4a7c15, 0x85ebca6b)
  const b = Math.imul(a ^ (a >>> 15), 0xc2b2ae35)
  return b ^ (b >>> 13)
}

/** One lane (32 bits) of what a cell adds to the digest; `value` is a safe integer, its bits above 32 count too. */
export const contribution = (lane: 0 | 1, key: number, value: number): number => {
  if (value === 0) return 0
  const seed = lane === 0 ? 0x1b873593 : 0x2545f491
  const above = Math.floor(value / 0x100000000)
  const low = scrambled(seed, key, value | 0)
  return above === 0 ? low : scrambled(low, key, above)
}
