/** The words for hypercalls: which there are, by which trap and number they are made, what each of their arguments is. Source: AIR 5.6.2 air.h, air_arch.h. */

/** What an argument is: how it is checked, and what makes sense in its place. */
export type ParameterKind =
  | 'partition' // an identifier of a partition, or −1
  | 'mode'
  | 'schedule' // an identifier of a schedule
  | 'name' // the address of a name: bytes up to a zero, at most 32
  | 'port type' // 1 queuing, 2 sampling
  | 'port' // the number of a port of the caller
  | 'length' // of a message, in bytes
  | 'error' // 0 to 15
  | 'state' // of the health monitor
  | 'level' // of an interrupt, 1 to 15
  | 'levels' // one bit per level
  | 'core' // a virtual core
  | 'cache' // 1 data, 2 instructions, 3 both
  | 'processor state' // a word for the virtual PSR
  | 'number'
  | 'reads' // the address of a record that the call reads
  | 'writes' // the address of a record that the call writes
  | 'reads and writes'
  | 'message in' // the address of a message that the call reads, of the length given
  | 'message out' // the address of a buffer, as long as the port's longest message

/** What of the state a call may change, besides its caller's result registers, its core's clock, and the referenced bits of what it reads. */
export type Part =
  | 'caller memory'
  | 'caller' // the caller's own partition: mode, state, health, virtual processor
  | 'target' // another partition
  | 'request' // the schedule asked for
  | 'window' // the core's window, ended early
  | 'clock' // the time of day
  | 'ports'
  | 'log'
  | 'module' // everything: it is restarted or shut down

export interface Parameter {
  readonly name: string
  readonly kind: ParameterKind
  /** Bytes of a record; how long a message is says the call. */
  readonly bytes?: number
}

export interface Service {
  readonly trap: number
  readonly number: number
  readonly parameters: readonly Parameter[]
  readonly changes: readonly Part[]
}

/** The software traps of the call interface, as trap types. */
export const trapOf = { call: 0x80, processor: 0x82, flushWindows: 0x83, healthEvent: 0x84 } as const

const p = (name: string, kind: ParameterKind, bytes?: number): Parameter =>
  bytes === undefined ? { name, kind } : { name, kind, bytes }

const call = (number: number, parameters: readonly Parameter[], changes: readonly Part[]): Service => ({
  trap: trapOf.call,
  number,
  parameters,
  changes,
})
const processor = (number: number, parameters: readonly Parameter[], changes: readonly Part[]): Service => ({
  trap: trapOf.processor,
  number,
  parameters,
  changes,
})

const type = p('type', 'port type')
const port = p('port', 'port')
const name = p('name', 'name')

/** Every call, by the name the reference gives it. Capitals: trap 0x80, of the operating system; small letters: trap 0x82, of the processor. */
export const services = {
  GET_IRQ: call(0, [], ['caller']),
  MASK_IRQ: call(1, [p('level', 'level')], ['caller']),
  UNMASK_IRQ: call(2, [p('level', 'level')], ['caller']),
  GET_P_ADDR: call(3, [p('address', 'number')], []),
  GET_NB_CORES: call(4, [], []),
  GET_CORE_ID: call(5, [], []),
  COPY_TBR: call(6, [], []),
  BOOT_CORE: call(7, [p('core', 'core'), p('entry', 'number')], ['caller']),
  GET_US_PER_TICK: call(8, [], []),
  GET_ELAPSED_TICKS: call(9, [], []),
  GET_ELAPSED_MTF_TICKS: call(10, [], []),
  GET_PARTITION_ID: call(11, [name, p('identifier', 'writes', 4)], ['caller memory']),
  GET_PARTITION_STATUS: call(12, [p('partition', 'partition'), p('status', 'writes', 40)], ['caller memory']),
  SET_PARTITION_MODE: call(13, [p('partition', 'partition'), p('mode', 'mode')], ['caller', 'target', 'ports']),
  GET_SCHEDULE_ID: call(14, [name, p('identifier', 'writes', 4)], ['caller memory']),
  GET_SCHEDULE_STATUS: call(15, [p('status', 'writes', 16)], ['caller memory']),
  SET_SCHEDULE: call(16, [p('schedule', 'schedule')], ['request']),
  GET_TOD: call(17, [p('time', 'writes', 8)], ['caller memory']),
  SET_TOD: call(18, [p('time', 'reads', 8)], ['clock']),
  GET_PORT_ID: call(19, [type, name, p('port', 'writes', 4)], ['caller memory']),
  GET_PORT_STATUS: call(20, [type, port, p('status', 'writes', 20)], ['caller memory']),
  GET_PORT_NAME: call(21, [type, port, p('name', 'writes', 32)], ['caller memory']),
  CREATE_PORT: call(22, [type, name, p('attributes', 'reads', 16), p('port', 'writes', 4)], ['caller memory', 'ports']),
  READ_PORT: call(
    23,
    [type, port, p('message', 'message out'), p('length', 'writes', 4), p('header', 'reads and writes', 28)],
    ['caller memory', 'ports'],
  ),
  WRITE_PORT: call(
    24,
    [type, port, p('message', 'message in'), p('length', 'length'), p('header', 'number')],
    ['ports', 'target'],
  ),
  GET_SHARED_AREA: call(25, [name, p('area', 'writes', 16)], ['caller memory']),
  RESTART_MODULE: call(26, [], ['module']),
  SHUTDOWN_MODULE: call(27, [], ['module']),
  GET_EVENT: call(28, [], ['caller']),
  GET_SYSTEM_STATE: call(29, [], []),
  SET_SYSTEM_STATE: call(30, [p('state', 'state')], ['caller']),
  GET_HM_LOG: call(31, [p('log', 'writes', 644)], ['caller memory']),
  POP_FROM_HM_LOG: call(32, [p('entry', 'writes', 20)], ['caller memory', 'log']),
  GET_HM_EVENT: call(33, [p('event', 'writes', 8)], ['caller memory', 'caller']),
  RAISE_HM_EVENT: call(34, [p('error', 'error')], ['caller', 'log', 'ports', 'module']),
  PUTCHAR: call(35, [p('character', 'number')], []),
  PRINT: call(36, [p('text', 'message in'), p('length', 'length')], []),
  ENABLE_CACHE: call(37, [p('cache', 'cache')], ['caller']),
  DISABLE_CACHE: call(38, [p('cache', 'cache')], ['caller']),
  FREEZE_CACHE: call(39, [p('cache', 'cache')], ['caller']),
  FLUSH_CACHE: call(40, [p('cache', 'cache')], []),
  GET_AMBACONF: call(41, [p('table', 'writes', 4)], []),
  END_WINDOW: call(42, [], ['caller', 'window']),

  disable_interrupts: processor(0, [], ['caller']),
  enable_interrupts: processor(1, [p('level', 'processor state')], ['caller']),
  disable_traps: processor(2, [], ['caller']),
  enable_traps: processor(3, [], ['caller']),
  disable_fpu: processor(4, [], ['caller']),
  enable_fpu: processor(5, [], ['caller']),
  get_tbr: processor(6, [], []),
  set_tbr: processor(7, [p('table', 'number')], ['caller']),
  get_psr: processor(8, [], []),
  set_psr: processor(9, [p('psr', 'processor state')], ['caller']),
  rett: processor(10, [], ['caller', 'log', 'ports', 'module']),
  get_cache_reg: processor(11, [], []),
  set_cache_reg: processor(12, [p('caches', 'number')], ['caller']),
  restore_cache_reg: processor(13, [], ['caller']),
  get_irq_mask: processor(14, [], []),
  set_irq_mask: processor(15, [p('mask', 'levels')], ['caller']),
  set_irq_force: processor(16, [p('levels', 'levels')], ['caller']),
  get_icache_cfg: processor(17, [], []),
  get_dcache_cfg: processor(18, [], []),
  set_ef: processor(19, [p('enabled', 'number')], ['caller']),

  flush_windows: {
    trap: trapOf.flushWindows,
    number: 0,
    parameters: [],
    changes: ['caller memory', 'caller', 'log', 'ports', 'module'],
  },
  raise_event: {
    trap: trapOf.healthEvent,
    number: 0,
    parameters: [p('error', 'error')],
    changes: ['caller', 'log', 'ports', 'module'],
  },
  /** A number that trap 0x80 or 0x82 has no call for. */
  unassigned_number: {
    trap: trapOf.call,
    number: -1,
    parameters: [p('trap', 'number'), p('number', 'number')],
    changes: [],
  },
  /** A software trap (0x80 to 0xFF) that no call is made by. */
  unassigned_trap: {
    trap: -1,
    number: 0,
    parameters: [p('trap', 'number')],
    changes: ['caller', 'log', 'ports', 'module'],
  },
} as const satisfies Readonly<Record<string, Service>>

export type ServiceName = keyof typeof services

const isService = (name: string): name is ServiceName => name in services

/** Their names, in the order above: the number of a call in a cell is its place here, 1 first. */
export const serviceNames: readonly ServiceName[] = Object.keys(services).filter(isService)

/** A service by its name, with the types that all have. */
export const serviceOf = (service: ServiceName): Service => services[service]

/** Calls whose value has 64 bits: a binary program finds its high word in %o0, its low word in %o1. */
export const wideServices: readonly ServiceName[] = ['GET_ELAPSED_TICKS', 'GET_ELAPSED_MTF_TICKS']

/** Most bytes of a name that the kernel reads, its zero included. */
export const nameBytes = 32

/** What READ_PORT is asked for on a sampling port, in the first word of its header. */
export const readMode = { REGULAR: 0, UPDATED: 1, CONDITIONAL: 2 } as const

/** Bytes that one section of copying moves; what is left over counts as a whole. */
export const copyBlock = 64

/** HYPERCALL-V1 to V6. */
export type UnassignedNumber = 'refused' | 'one accepted'
export type UnassignedTrap = 'violation' | 'loops'
export type FrameTicks = 'in order' | 'words swapped'
export type UnmaskInterrupt = 'works' | 'does nothing'
export type RestartModule = 'restarts' | 'does nothing'
export type PointerCheck = 'rights of the caller' | 'above the kernel'

export interface HypercallVariation {
  readonly unassignedNumber: UnassignedNumber
  readonly unassignedTrap: UnassignedTrap
  readonly frameTicks: FrameTicks
  readonly unmask: UnmaskInterrupt
  readonly restartModule: RestartModule
  readonly pointers: PointerCheck
}
