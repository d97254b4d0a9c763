/** The services: each call, and what carries it out. */

import { serviceOf, trapOf, type ServiceName } from '../../spec/hypercall/vocabulary.ts'
import type { State } from '../../spec/module/vocabulary.ts'
import { argument, silent, valued, type Calling } from './calling.ts'
import * as guest from './guest-services.ts'
import * as health from './health-services.ts'
import * as message from './message-services.ts'
import * as module from './module-services.ts'
import * as partition from './partition-services.ts'
import * as port from './port-services.ts'
import * as time from './time-services.ts'
import type { Done } from './state.ts'

const served: { readonly [service in ServiceName]: (state: State, calling: Calling) => Done } = {
  GET_IRQ: guest.takeInterrupt,
  MASK_IRQ: (state, calling) => guest.setLevel(state, calling, 'MASK_IRQ'),
  UNMASK_IRQ: (state, calling) => guest.setLevel(state, calling, 'UNMASK_IRQ'),
  GET_P_ADDR: module.physicalAddress,
  GET_NB_CORES: module.coreCount,
  COPY_TBR: (state, calling) => guest.shown(state, calling, 'tbr'),
  get_tbr: (state, calling) => guest.shown(state, calling, 'tbr'),
  BOOT_CORE: module.boot,
  GET_US_PER_TICK: time.microsecondsPerTick,
  GET_ELAPSED_TICKS: time.elapsedTicks,
  GET_ELAPSED_MTF_TICKS: time.elapsedFrameTicks,
  GET_PARTITION_ID: partition.partitionId,
  GET_PARTITION_STATUS: partition.partitionStatus,
  SET_PARTITION_MODE: partition.setMode,
  GET_SCHEDULE_ID: time.scheduleId,
  GET_SCHEDULE_STATUS: time.scheduleStatus,
  SET_SCHEDULE: time.schedule,
  GET_TOD: time.timeOfDay,
  SET_TOD: time.setTimeOfDay,
  GET_PORT_ID: port.portId,
  GET_PORT_STATUS: port.portStatus,
  GET_PORT_NAME: port.portName,
  CREATE_PORT: port.create,
  READ_PORT: message.read,
  WRITE_PORT: message.write,
  GET_SHARED_AREA: partition.sharedArea,
  RESTART_MODULE: module.restartModule,
  SHUTDOWN_MODULE: module.shutDownModule,
  GET_EVENT: health.events,
  GET_SYSTEM_STATE: health.systemStateOf,
  SET_SYSTEM_STATE: health.setState,
  GET_HM_LOG: health.healthLog,
  POP_FROM_HM_LOG: health.popFromLog,
  GET_HM_EVENT: health.healthEvent,
  RAISE_HM_EVENT: health.raiseError,
  PUTCHAR: (state, calling) => valued(state, calling, argument(calling, 0) & 0xff),
  PRINT: module.print,
  ENABLE_CACHE: (state, calling) => guest.setCache(state, calling, 'ENABLE_CACHE'),
  DISABLE_CACHE: (state, calling) => guest.setCache(state, calling, 'DISABLE_CACHE'),
  FREEZE_CACHE: (state, calling) => guest.setCache(state, calling, 'FREEZE_CACHE'),
  FLUSH_CACHE: (state, calling) => guest.setCache(state, calling, 'FLUSH_CACHE'),
  GET_AMBACONF: module.busTable,
  END_WINDOW: time.yieldWindow,
  disable_interrupts: guest.disableInterrupts,
  enable_interrupts: guest.enableInterrupts,
  disable_traps: guest.disableTraps,
  enable_traps: guest.enableTraps,
  disable_fpu: (state, calling) => guest.setFpu(state, calling, false),
  enable_fpu: (state, calling) => guest.setFpu(state, calling, true),
  set_ef: (state, calling) => guest.setFpu(state, calling, argument(calling, 0) !== 0),
  set_tbr: guest.setTable,
  get_psr: guest.showPsr,
  set_psr: guest.setPsr,
  rett: guest.returnFromTrap,
  get_cache_reg: (state, calling) => guest.shown(state, calling, 'caches'),
  set_cache_reg: guest.setCaches,
  get_irq_mask: (state, calling) => guest.shown(state, calling, 'mask'),
  set_irq_mask: guest.setMask,
  set_irq_force: guest.force,
  flush_windows: guest.flushWindows,
  restore_cache_reg: silent,
  GET_CORE_ID: module.coreId,
  get_icache_cfg: (state, calling) => valued(state, calling, 0),
  get_dcache_cfg: (state, calling) => valued(state, calling, 0),
  raise_event: health.raiseErrorSilently,
  unassigned_number: module.unassigned,
  unassigned_trap: health.violate,
}

/** Carry out a call. A secondary has no processor that the calls of trap 0x82 could be about. */
export const serve = (state: State, calling: Calling): Done => {
  const { service } = calling.call
  const asked = calling.secondary === null || serviceOf(service).trap !== trapOf.processor
  return asked ? served[service](state, calling) : valued(state, calling, 0)
}
