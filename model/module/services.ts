/** The services: each call, and what carries it out. */

import { serviceOf, trapOf } from '../../spec/hypercall/vocabulary.ts'
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

/** Carry out a call. A secondary has no processor that the calls of trap 0x82 could be about. */
export const serve = (state: State, calling: Calling): Done => {
  const { service } = calling.call
  if (calling.secondary !== null && serviceOf(service).trap === trapOf.processor) return valued(state, calling, 0)
  switch (service) {
    case 'GET_IRQ':
      return guest.takeInterrupt(state, calling)
    case 'MASK_IRQ':
    case 'UNMASK_IRQ':
      return guest.setLevel(state, calling, service)
    case 'GET_P_ADDR':
      return module.physicalAddress(state, calling)
    case 'GET_NB_CORES':
      return module.coreCount(state, calling)
    case 'COPY_TBR':
    case 'get_tbr':
      return guest.shown(state, calling, 'tbr')
    case 'BOOT_CORE':
      return module.boot(state, calling)
    case 'GET_US_PER_TICK':
      return time.microsecondsPerTick(state, calling)
    case 'GET_ELAPSED_TICKS':
      return time.elapsedTicks(state, calling)
    case 'GET_ELAPSED_MTF_TICKS':
      return time.elapsedFrameTicks(state, calling)
    case 'GET_PARTITION_ID':
      return partition.partitionId(state, calling)
    case 'GET_PARTITION_STATUS':
      return partition.partitionStatus(state, calling)
    case 'SET_PARTITION_MODE':
      return partition.setMode(state, calling)
    case 'GET_SCHEDULE_ID':
      return time.scheduleId(state, calling)
    case 'GET_SCHEDULE_STATUS':
      return time.scheduleStatus(state, calling)
    case 'SET_SCHEDULE':
      return time.schedule(state, calling)
    case 'GET_TOD':
      return time.timeOfDay(state, calling)
    case 'SET_TOD':
      return time.setTimeOfDay(state, calling)
    case 'GET_PORT_ID':
      return port.portId(state, calling)
    case 'GET_PORT_STATUS':
      return port.portStatus(state, calling)
    case 'GET_PORT_NAME':
      return port.portName(state, calling)
    case 'CREATE_PORT':
      return port.create(state, calling)
    case 'READ_PORT':
      return message.read(state, calling)
    case 'WRITE_PORT':
      return message.write(state, calling)
    case 'GET_SHARED_AREA':
      return partition.sharedArea(state, calling)
    case 'RESTART_MODULE':
      return module.restartModule(state, calling)
    case 'SHUTDOWN_MODULE':
      return module.shutDownModule(state, calling)
    case 'GET_EVENT':
      return health.events(state, calling)
    case 'GET_SYSTEM_STATE':
      return health.systemStateOf(state, calling)
    case 'SET_SYSTEM_STATE':
      return health.setState(state, calling)
    case 'GET_HM_LOG':
      return health.healthLog(state, calling)
    case 'POP_FROM_HM_LOG':
      return health.popFromLog(state, calling)
    case 'GET_HM_EVENT':
      return health.healthEvent(state, calling)
    case 'RAISE_HM_EVENT':
      return health.raiseError(state, calling)
    case 'PUTCHAR':
      return valued(state, calling, argument(calling, 0) & 0xff)
    case 'PRINT':
      return module.print(state, calling)
    case 'ENABLE_CACHE':
    case 'DISABLE_CACHE':
    case 'FREEZE_CACHE':
    case 'FLUSH_CACHE':
      return guest.setCache(state, calling, service)
    case 'GET_AMBACONF':
      return module.busTable(state, calling)
    case 'END_WINDOW':
      return time.yieldWindow(state, calling)
    case 'disable_interrupts':
      return guest.disableInterrupts(state, calling)
    case 'enable_interrupts':
      return guest.enableInterrupts(state, calling)
    case 'disable_traps':
      return guest.disableTraps(state, calling)
    case 'enable_traps':
      return guest.enableTraps(state, calling)
    case 'disable_fpu':
      return guest.setFpu(state, calling, false)
    case 'enable_fpu':
      return guest.setFpu(state, calling, true)
    case 'set_ef':
      return guest.setFpu(state, calling, argument(calling, 0) !== 0)
    case 'set_tbr':
      return guest.setTable(state, calling)
    case 'get_psr':
      return guest.showPsr(state, calling)
    case 'set_psr':
      return guest.setPsr(state, calling)
    case 'rett':
      return guest.returnFromTrap(state, calling)
    case 'get_cache_reg':
      return guest.shown(state, calling, 'caches')
    case 'set_cache_reg':
      return guest.setCaches(state, calling)
    case 'get_irq_mask':
      return guest.shown(state, calling, 'mask')
    case 'set_irq_mask':
      return guest.setMask(state, calling)
    case 'set_irq_force':
      return guest.force(state, calling)
    case 'restore_cache_reg':
    case 'flush_windows':
      return silent(state, calling)
    case 'GET_CORE_ID':
      return module.coreId(state, calling)
    case 'get_icache_cfg':
    case 'get_dcache_cfg':
      return valued(state, calling, 0)
    case 'raise_event':
      return health.raiseErrorSilently(state, calling)
    case 'unassigned_number':
      return module.unassigned(state, calling)
    case 'unassigned_trap':
      return health.violate(state, calling)
  }
}
