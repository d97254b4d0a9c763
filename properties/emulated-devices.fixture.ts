/** The emulator's devices on their own, and the addresses of their words. */

import { Devices } from '../impl/machine-devices.ts'
import { machineVariation } from '../spec/machine/profiles.ts'
import { deviceAt, type InterruptAcknowledge } from '../spec/machine/vocabulary.ts'

const variation = machineVariation('sparc-v8')
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
