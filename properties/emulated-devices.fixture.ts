/** The emulator's devices on their own, and the addresses of their words. */

import { Devices } from '../impl/machine-devices.ts'
import { deviceAt, type InterruptAcknowledge, type MachineVariation } from '../spec/machine/vocabulary.ts'

const variation: MachineVariation = {
  unmapped: 'traps',
  acknowledge: 'force first',
  readAncillary: 'illegal',
  statusRead: 'clears',
  faultRecord: 'by class',
  rootEntry: 'maps by frame',
  alternateCheck: 'as named',
  flushScope: 'selective',
}
export const devicesWith = (acknowledge: InterruptAcknowledge): Devices => new Devices({ ...variation, acknowledge })

export const pending = deviceAt.interrupts + 4
export const force = deviceAt.interrupts + 8
export const clear = deviceAt.interrupts + 0xc
export const mask = deviceAt.interrupts + 0x40
export const forceOrNot = deviceAt.interrupts + 0x80
export const scaler = deviceAt.timers
export const scalerReload = deviceAt.timers + 4
export const timer = (n: number, register: 'counter' | 'reload' | 'control'): number =>
  deviceAt.timers + 0x10 * (n + 1) + { counter: 0, reload: 4, control: 8 }[register]
