/** Calls of a trace as calls of the model: which service a trap asks for, and which of its results a trace can show. */

import { psr } from '../../spec/guest/vocabulary.ts'
import { trapNumber, type AccessSize, type TrapType } from '../../spec/hal/vocabulary.ts'
import { serviceNames, serviceOf, trapOf, type ServiceName } from '../../spec/hypercall/vocabulary.ts'
import type { Call, Effect } from '../../spec/module/vocabulary.ts'
import type { CallEvent, EventOf } from './event.ts'

const numbered = (trap: number, number: number): ServiceName | undefined =>
  serviceNames.find((name) => serviceOf(name).trap === trap && serviceOf(name).number === number)

const withNumber = (trap: number, number: number, args: readonly number[]): Call => {
  const service = numbered(trap, number)
  return service === undefined
    ? { service: 'unassigned_number', arguments: [trap, number] }
    : { service, arguments: args }
}

/** What a guest's trap asks of the kernel. */
export const callOf = (event: CallEvent): Call => {
  switch (event.kind) {
    case 'oscall':
      return withNumber(trapOf.call, event.nr, event.args)
    case 'pvcall':
      return withNumber(trapOf.processor, event.nr, event.args)
    case 'swtrap':
      switch (event.tt) {
        case trapOf.flushWindows:
          return { service: 'flush_windows', arguments: [] }
        case trapOf.healthEvent:
          return { service: 'raise_event', arguments: event.args ?? [] }
        default:
          return { service: 'unassigned_trap', arguments: [event.tt] }
      }
  }
}

export const callEffect = (call: Call): Effect => ({ do: 'call', call })

/** The service of trap 0x80 or 0x82 with this name. */
export const serviceNamed = (name: string): ServiceName | null => serviceNames.find((known) => known === name) ?? null

const accessSizes: readonly AccessSize[] = [1, 2, 4, 8]

const trapTypes = Object.keys(trapNumber).filter((name): name is TrapType => name in trapNumber)

/** The instruction that raised a fault, as an effect; null for a trap type that no instruction of the model raises. */
export const faultEffect = ({ tt }: EventOf<'trap.fault'>): Effect | null => {
  const trap = trapTypes.find((name) => trapNumber[name] === tt)
  if (trap === undefined) return null
  return trap === 'privileged_instruction' ? { do: 'privileged' } : { do: 'fault', trap }
}

/** Which of %o0 and %o1 a call sets, and which bits of them the model knows. */
export interface Shown {
  readonly words: 0 | 1 | 2
  readonly mask: number
}

const nothing: Shown = { words: 0, mask: 0 }
const all = 0xffffffff

/** A call of the operating system answers in %o0, a number of 64 bits in both; most of the processor's calls leave them undefined. */
export const shownBy = (service: ServiceName): Shown => {
  switch (service) {
    case 'GET_ELAPSED_TICKS':
    case 'GET_ELAPSED_MTF_TICKS':
      return { words: 2, mask: all }
    case 'get_psr':
      // The condition codes and the window pointer are the processor's own.
      return { words: 1, mask: psr.ET | psr.PS | psr.S | psr.PIL | psr.EF }
    case 'disable_interrupts':
      return { words: 1, mask: psr.PIL }
    case 'get_irq_mask':
      return { words: 1, mask: 0xfffe }
    case 'get_tbr':
    case 'unassigned_number':
      return { words: 1, mask: all }
    default:
      return serviceOf(service).trap === trapOf.call ? { words: 1, mask: all } : nothing
  }
}

export const accessSizeOf = (bytes: number): AccessSize | null => accessSizes.find((size) => size === bytes) ?? null
