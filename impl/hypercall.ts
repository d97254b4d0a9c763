/**
 * The services of the hypervisor: which is called, and how it returns to its caller. Fast because the name of a service
 * has become a number when the program was loaded, by which its handler is found.
 */

import {
  copyBlock,
  serviceNames,
  serviceOf,
  trapOf,
  wideServices,
  type ServiceName,
} from '../spec/hypercall/vocabulary.ts'
import { returnNumber } from '../spec/words/vocabulary.ts'
import type { ContextProcessors } from './hal-processors.ts'
import { contextCell, operandCells, type Cores } from './hal.ts'
import { Caller, fromSupervisor, outcome, serviceNumber } from './hypercall-caller.ts'
import type { GuestCalls } from './hypercall-guest.ts'
import type { HealthCalls } from './hypercall-health.ts'
import type { MessageCalls } from './hypercall-messages.ts'
import type { PartitionCalls } from './hypercall-partition.ts'
import type { PortCalls } from './hypercall-ports.ts'
import type { SpaceCalls } from './hypercall-space.ts'
import type { TimeCalls } from './hypercall-time.ts'
import type { WindowCalls } from './hypercall-windows.ts'
import type { Secondaries } from './partition-secondaries.ts'
import { work, type Partitions } from './partition.ts'
import type { Slack } from './time-slack.ts'
import { virtualCoreOf, type Clock } from './time.ts'

/** The services, by chapter. */
export interface Calls {
  readonly partition: PartitionCalls
  readonly time: TimeCalls
  readonly space: SpaceCalls
  readonly ports: PortCalls
  readonly messages: MessageCalls
  readonly health: HealthCalls
  readonly guest: GuestCalls
  readonly windows: WindowCalls
}

/** Decides and does a call: the number of a return code, or an outcome. */
type Handler = (caller: Caller) => number

const handlersOf = (calls: Calls): { readonly [service in ServiceName]: Handler } => {
  const { partition, time, space, ports, messages, health, guest, windows } = calls
  return {
    GET_IRQ: (caller) => guest.getIrq(caller),
    MASK_IRQ: (caller) => guest.maskIrq(caller),
    UNMASK_IRQ: (caller) => guest.unmaskIrq(caller),
    GET_P_ADDR: (caller) => space.getPAddr(caller),
    GET_NB_CORES: (caller) => guest.getNbCores(caller),
    GET_CORE_ID: (caller) => guest.getCoreId(caller),
    COPY_TBR: (caller) => guest.getTbr(caller),
    BOOT_CORE: (caller) => guest.bootCore(caller),
    GET_US_PER_TICK: (caller) => time.getUsPerTick(caller),
    GET_ELAPSED_TICKS: (caller) => partition.getElapsedTicks(caller),
    GET_ELAPSED_MTF_TICKS: (caller) => time.getElapsedMtfTicks(caller),
    GET_PARTITION_ID: (caller) => partition.getPartitionId(caller),
    GET_PARTITION_STATUS: (caller) => partition.getPartitionStatus(caller),
    SET_PARTITION_MODE: (caller) => partition.setPartitionMode(caller),
    GET_SCHEDULE_ID: (caller) => time.getScheduleId(caller),
    GET_SCHEDULE_STATUS: (caller) => time.getScheduleStatus(caller),
    SET_SCHEDULE: (caller) => time.setSchedule(caller),
    GET_TOD: (caller) => time.getTod(caller),
    SET_TOD: (caller) => time.setTod(caller),
    GET_PORT_ID: (caller) => ports.getPortId(caller),
    GET_PORT_STATUS: (caller) => ports.getPortStatus(caller),
    GET_PORT_NAME: (caller) => ports.getPortName(caller),
    CREATE_PORT: (caller) => ports.createPort(caller),
    READ_PORT: (caller) => messages.readPort(caller),
    WRITE_PORT: (caller) => messages.writePort(caller),
    GET_SHARED_AREA: (caller) => space.getSharedArea(caller),
    RESTART_MODULE: (caller) => health.restartModule(caller),
    SHUTDOWN_MODULE: (caller) => health.shutdownModule(caller),
    GET_EVENT: (caller) => guest.getEvent(caller),
    GET_SYSTEM_STATE: (caller) => health.getSystemState(caller),
    SET_SYSTEM_STATE: (caller) => health.setSystemState(caller),
    GET_HM_LOG: (caller) => health.getHmLog(caller),
    POP_FROM_HM_LOG: (caller) => health.popFromHmLog(caller),
    GET_HM_EVENT: (caller) => health.getHmEvent(caller),
    RAISE_HM_EVENT: (caller) => health.raiseHmEvent(caller),
    PUTCHAR: (caller) => space.putchar(caller),
    PRINT: (caller) => space.print(caller),
    ENABLE_CACHE: (caller) => guest.enableCache(caller),
    DISABLE_CACHE: (caller) => guest.disableCache(caller),
    FREEZE_CACHE: (caller) => guest.freezeCache(caller),
    FLUSH_CACHE: (caller) => guest.flushCache(caller),
    GET_AMBACONF: (caller) => space.getAmbaconf(caller),
    END_WINDOW: (caller) => time.endWindow(caller),
    disable_interrupts: (caller) => guest.disableInterrupts(caller),
    enable_interrupts: (caller) => guest.enableInterrupts(caller),
    disable_traps: (caller) => guest.disableTraps(caller),
    enable_traps: (caller) => guest.enableTraps(caller),
    disable_fpu: (caller) => guest.disableFpu(caller),
    enable_fpu: (caller) => guest.enableFpu(caller),
    get_tbr: (caller) => guest.getTbr(caller),
    set_tbr: (caller) => guest.setTbr(caller),
    get_psr: (caller) => guest.getPsr(caller),
    set_psr: (caller) => guest.setPsr(caller),
    rett: (caller) => windows.rett(caller),
    get_cache_reg: (caller) => guest.getCacheReg(caller),
    set_cache_reg: (caller) => guest.setCacheReg(caller),
    restore_cache_reg: () => guest.doNothing(),
    get_irq_mask: (caller) => guest.getIrqMask(caller),
    set_irq_mask: (caller) => guest.setIrqMask(caller),
    set_irq_force: (caller) => guest.setIrqForce(caller),
    get_icache_cfg: (caller) => guest.getCacheConfiguration(caller),
    get_dcache_cfg: (caller) => guest.getCacheConfiguration(caller),
    set_ef: (caller) => guest.setEf(caller),
    flush_windows: (caller) => windows.flushWindows(caller),
    raise_event: (caller) => health.raiseEvent(caller),
    unassigned_number: (caller) => guest.unassignedNumber(caller),
    unassigned_trap: (caller) => health.unassignedTrap(caller),
  }
}

/** A call as a secondary makes it: it has no virtual processor, of which those of trap 0x82 report 0. */
const madeByAny = (name: ServiceName, handler: Handler): Handler =>
  serviceOf(name).trap === trapOf.processor
    ? (caller) => (caller.virtualCore > 0 ? caller.value(0) : handler(caller))
    : handler

const END_WINDOW = serviceNumber('END_WINDOW')
const READ_PORT = serviceNumber('READ_PORT')
const wide: ReadonlySet<number> = new Set(wideServices.map(serviceNumber))

/** What services act on when they return. */
interface Concerned {
  readonly cores: Cores
  readonly contexts: ContextProcessors
  readonly clock: Clock
  readonly partitions: Partitions
  readonly secondaries: Secondaries
  readonly slack: Slack
}

export class Services {
  readonly #concerned: Concerned
  readonly #messages: MessageCalls
  /** By the number of a service; none at 0. */
  readonly #handlers: readonly Handler[]
  /** What each block of a copy costs. */
  readonly #copyCost: number
  readonly #caller = new Caller()

  constructor(concerned: Concerned, calls: Calls, copyCost: number) {
    this.#concerned = concerned
    this.#messages = calls.messages
    const handlers = handlersOf(calls)
    this.#handlers = [() => outcome.quiet, ...serviceNames.map((name) => madeByAny(name, handlers[name]))]
    this.#copyCost = copyCost
  }

  /** Carry out the call that the context of a core holds; the code or outcome. */
  serve(core: number, partition: number): number {
    const now = this.#concerned.cores.cells.now
    const called = now[this.#concerned.cores.context(core) + contextCell.argument]
    const service = this.#identify(core, partition, called)
    const code = this.#handlers[service](this.#caller)
    if (code === outcome.copying) this.#beginCopy(core, called)
    else this.#finish(service, code)
    return code
  }

  /** The copy that the context of a core holds is over: its call takes place. */
  endCopy(core: number, partition: number): void {
    const now = this.#concerned.cores.cells.now
    const called = now[this.#concerned.cores.context(core) + contextCell.call]
    const service = this.#identify(core, partition, called)
    const isRead = service === READ_PORT
    const code = isRead ? this.#messages.endOfRead(this.#caller) : this.#messages.endOfWrite(this.#caller)
    this.#finish(service, code)
  }

  /** The cycles that copying added to the last call. */
  get copyCycles(): number {
    const { copied } = this.#caller
    return copied < 0 ? 0 : Math.ceil(copied / copyBlock) * this.#copyCost
  }

  /** Who calls, from where, with which operands; the service. */
  #identify(core: number, partition: number, called: number): number {
    const caller = this.#caller
    const { cores, clock } = this.#concerned
    const first = cores.context(core) + contextCell.operands
    caller.core = core
    caller.partition = partition
    caller.virtualCore = virtualCoreOf(clock.runner(core))
    caller.level = called >= fromSupervisor ? 1 : 0
    caller.resumed = 0
    caller.copied = -1
    for (let i = 0; i < operandCells; i++) caller.operands[i] = cores.cells.now[first + i]
    return called & (fromSupervisor - 1)
  }

  /** The caller waits until its message is copied. */
  #beginCopy(core: number, called: number): void {
    const { cells } = this.#concerned.cores
    const at = this.#concerned.cores.context(core)
    cells.now[at + contextCell.work] = work.copy
    cells.now[at + contextCell.argument] = Math.max(1, this.copyCycles)
    cells.now[at + contextCell.call] = called
  }

  /** What a call came to, for its caller. */
  #finish(service: number, code: number): void {
    if (code === outcome.left) return
    if (code === outcome.hung) return
    if (code === outcome.noReturn) return
    this.#return(service, code)
    if (service === END_WINDOW && code === returnNumber.NO_ERROR) this.#yield()
  }

  /** Back to the caller, with what the call answers or reports. */
  #return(service: number, code: number): void {
    const caller = this.#caller
    const now = this.#concerned.cores.cells.now
    const at = this.#concerned.cores.context(caller.core)
    if (this.#concerned.contexts.isOn(caller.core)) this.#returnToProcessor(service, code)
    else if (code === outcome.value) {
      now[at + contextCell.high] = caller.high
      now[at + contextCell.low] = caller.low
    } else if (code !== outcome.quiet) {
      now[at + contextCell.high] = 0
      now[at + contextCell.low] = code
    }
    now[at + contextCell.level] = caller.level
    now[at + contextCell.work] = caller.resumed > 0 ? work.compute : work.none
    now[at + contextCell.argument] = caller.resumed
  }

  /** The same, where the caller is a binary program: it finds what is reported in its outs. */
  #returnToProcessor(service: number, code: number): void {
    const { core, high, low } = this.#caller
    const { contexts } = this.#concerned
    if (code === outcome.value && wide.has(service)) {
      contexts.setOut(core, 0, high)
      contexts.setOut(core, 1, low)
    } else if (code === outcome.value) contexts.setOut(core, 0, low)
    else if (code !== outcome.quiet) contexts.setOut(core, 0, code)
    contexts.leaveKernel(core)
  }

  /** The caller, back from its call, gives up what is left of its window. */
  #yield(): void {
    const { partitions, secondaries, clock, slack } = this.#concerned
    const { core, partition } = this.#caller
    if (!secondaries.switchOut(core)) partitions.switchOut(partition, core)
    partitions.leave(core)
    clock.endWindow(core)
    slack.expect(core)
  }
}
