/** Tastes: what a partition's program does how often in a case. A case that does few things goes deeper into them. */

import type { ServiceName } from '../spec/hypercall/vocabulary.ts'
import type { Choices } from './choices.ts'

/** How a guest behaves: like no operating system; ticking, with traps on early; masking for long, yielding when idle. */
export type Personality = 'raw' | 'RTEMS' | 'Linux'

export type Group = 'partition' | 'time' | 'values' | 'ports' | 'health' | 'interrupts' | 'processor' | 'module'

/** For every call what it belongs to, and how often it is made among those. */
const groups: Readonly<Record<ServiceName, readonly [group: Group, weight: number]>> = {
  GET_IRQ: ['interrupts', 3],
  MASK_IRQ: ['interrupts', 3],
  UNMASK_IRQ: ['interrupts', 3],
  GET_P_ADDR: ['values', 3],
  GET_NB_CORES: ['values', 1],
  GET_CORE_ID: ['values', 1],
  COPY_TBR: ['values', 1],
  BOOT_CORE: ['values', 2],
  GET_US_PER_TICK: ['values', 1],
  GET_ELAPSED_TICKS: ['values', 3],
  GET_ELAPSED_MTF_TICKS: ['values', 3],
  GET_PARTITION_ID: ['partition', 2],
  GET_PARTITION_STATUS: ['partition', 4],
  SET_PARTITION_MODE: ['partition', 6],
  GET_SCHEDULE_ID: ['time', 2],
  GET_SCHEDULE_STATUS: ['time', 2],
  SET_SCHEDULE: ['time', 4],
  GET_TOD: ['time', 2],
  SET_TOD: ['time', 3],
  GET_PORT_ID: ['ports', 3],
  GET_PORT_STATUS: ['ports', 3],
  GET_PORT_NAME: ['ports', 2],
  CREATE_PORT: ['ports', 6],
  READ_PORT: ['ports', 8],
  WRITE_PORT: ['ports', 8],
  GET_SHARED_AREA: ['values', 4],
  RESTART_MODULE: ['module', 3],
  SHUTDOWN_MODULE: ['module', 2],
  GET_EVENT: ['interrupts', 2],
  GET_SYSTEM_STATE: ['health', 1],
  SET_SYSTEM_STATE: ['health', 3],
  GET_HM_LOG: ['health', 3],
  POP_FROM_HM_LOG: ['health', 3],
  GET_HM_EVENT: ['health', 4],
  RAISE_HM_EVENT: ['health', 4],
  PUTCHAR: ['values', 1],
  PRINT: ['values', 2],
  ENABLE_CACHE: ['processor', 2],
  DISABLE_CACHE: ['processor', 2],
  FREEZE_CACHE: ['processor', 2],
  FLUSH_CACHE: ['processor', 1],
  GET_AMBACONF: ['values', 2],
  END_WINDOW: ['time', 2],
  disable_interrupts: ['interrupts', 3],
  enable_interrupts: ['interrupts', 3],
  disable_traps: ['interrupts', 2],
  enable_traps: ['interrupts', 3],
  disable_fpu: ['processor', 2],
  enable_fpu: ['processor', 2],
  get_tbr: ['processor', 1],
  set_tbr: ['processor', 2],
  get_psr: ['processor', 2],
  set_psr: ['interrupts', 3],
  rett: ['interrupts', 1],
  get_cache_reg: ['processor', 2],
  set_cache_reg: ['processor', 2],
  restore_cache_reg: ['processor', 1],
  get_irq_mask: ['processor', 1],
  set_irq_mask: ['interrupts', 3],
  set_irq_force: ['interrupts', 4],
  get_icache_cfg: ['processor', 1],
  get_dcache_cfg: ['processor', 1],
  set_ef: ['processor', 2],
  flush_windows: ['processor', 1],
  raise_event: ['health', 2],
  unassigned_number: ['module', 3],
  unassigned_trap: ['module', 2],
}

const isService = (name: string): name is ServiceName => name in groups

const inGroups = Map.groupBy(
  Object.keys(groups)
    .filter(isService)
    .map((service) => ({ service, of: groups[service] })),
  ({ of: [group] }) => group,
)

/** A call of a group. */
export const drawService = (choices: Choices, group: Group): ServiceName =>
  choices.weighted(
    ...(inGroups.get(group) ?? []).map(({ service, of: [, weight] }) => [weight, () => service] as const),
  )

export interface Taste {
  readonly personality: Personality
  /** How often an effect is an access, a computation, a privileged instruction, an instruction that faults, a call of a group. */
  readonly access: number
  readonly computes: number
  readonly privileged: number
  readonly faults: number
  readonly calls: Readonly<Record<Group, number>>
  /** How often, in percent: what is wanted in this state is done; a plan of several effects is begun. */
  readonly purposeful: number
  readonly planning: number
  /** How often, in percent, a call has an argument that it must refuse. */
  readonly careless: number
  /** How often, in percent, an access that will trap is made all the same. */
  readonly reckless: number
  /** How often supervisor level goes where it ends the run. */
  readonly trespass: number
  /** Whether traps are turned on: a partition whose handler never returns does little more. */
  readonly takesTraps: boolean
  /** After so many effects the program is used up. */
  readonly most: number
}

export const drawPersonality = (choices: Choices): Personality =>
  choices.weighted<Personality>([5, () => 'raw'], [3, () => 'RTEMS'], [3, () => 'Linux'])

/** What a case is about: calls of this group are made far more often. */
export const drawTheme = (choices: Choices): Group | null => (choices.percent(50) ? choices.of(allGroups) : null)

export const allGroups: readonly Group[] = [...inGroups.keys()]

export const drawTaste = (
  choices: Choices,
  theme: Group | null,
  personality: Personality,
  reckless: boolean,
): Taste => {
  const weight = (usual: number): number => choices.weighted([1, () => 0], [3, () => usual], [1, () => 3 * usual])
  const calls = (group: Group, usual: number): number => weight(usual) + (group === theme ? 30 : 0)
  return {
    personality,
    access: 1 + weight(8) * (reckless ? 3 : 1),
    computes: weight(3),
    privileged: choices.percent(15) ? 1 : 0,
    faults: choices.percent(40) ? 1 : 0,
    calls: {
      partition: calls('partition', 4),
      time: calls('time', 3),
      values: calls('values', 2),
      ports: calls('ports', 5),
      health: calls('health', 3),
      interrupts: calls('interrupts', 3),
      processor: calls('processor', 2),
      module: (choices.percent(50) ? 1 : 0) + (theme === 'module' ? 6 : 0),
    },
    purposeful: reckless ? 20 : choices.of([15, 40, 40, 65]),
    planning: choices.of([5, 15, 30]),
    careless: choices.of([10, 25, 30, 45]),
    reckless: reckless ? 60 : choices.of([4, 8, 15, 30]),
    trespass: choices.of([1, 4, 12]),
    takesTraps: personality !== 'raw' || choices.percent(40),
    most: choices.percent(12) ? choices.below(6) : Infinity,
  }
}
