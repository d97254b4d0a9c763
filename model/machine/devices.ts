/** The board's devices together: at the start, as time goes by, and as the processor finds them at their addresses. Source: GRLIB. */

import {
  deviceAt,
  lineControl,
  lineInterrupt,
  plugAndPlay,
  type Devices,
  type InterruptAcknowledge,
} from '../../spec/machine/vocabulary.ts'
import { address, cycles, word, type Address, type Cycles, type Word } from '../../spec/words/vocabulary.ts'
import { acknowledgedBy, interruptWord, raised, requestedBy, withInterruptWord } from './devices-interrupts.ts'
import { lineWord, raises, withLineWord } from './devices-line.ts'
import { nextUnderflowOf, timersWord, unitAt, withTimersWord } from './devices-timers.ts'

const stopped = { enabled: false, restart: false, interrupt: false, pending: false, chained: false } as const

/** As an image finds them: the boot code has set the scaler to a microsecond at 40 MHz and started the first timer. */
export const devicesAtStart: Devices = {
  interrupts: { priority: 0, pending: 0, force: 0, mask: 0, broadcast: 0 },
  timers: {
    at: cycles(0),
    scaler: 39,
    reload: 39,
    timers: [
      { ...stopped, counter: word(0xfffffffe), reload: word(0xfffffffe), enabled: true, restart: true },
      { ...stopped, counter: word(0), reload: word(0) },
    ],
  },
  line: { control: lineControl.RE | lineControl.TE, scaler: 0, sent: 0, last: 0 },
}

/** The cycle at which a timer next underflows with its interrupt enabled; null if none will while cycles are counted. */
export const nextUnderflow = ({ timers }: Devices): Cycles | null => nextUnderflowOf(timers)

/** The devices with all counters as of `now`, a cycle that is not before the timers' own: so that two can be compared. */
export const canonical = (devices: Devices, now: Cycles): Devices => {
  if (devices.timers.at === now) return devices
  const { unit, raised: levels } = unitAt(devices.timers, now)
  return { ...devices, timers: unit, interrupts: raised(devices.interrupts, levels) }
}

/**
 * The devices at a cycle, in so far as it matters to the processor: what interrupts has happened. Counters stay as of an
 * earlier cycle as long as nobody can tell; it is the same object then.
 */
export const advanced = (devices: Devices, to: Cycles): Devices => {
  const next = nextUnderflow(devices)
  return next === null || next > to ? devices : canonical(devices, to)
}

/** The level of the interrupt that is requested of the processor, 1 to 15; 0 if none is. */
export const requested = ({ interrupts }: Devices): number => requestedBy(interrupts)

/** After the processor took the interrupt of a level. */
export const acknowledged = (devices: Devices, level: number, acknowledge: InterruptAcknowledge): Devices => ({
  ...devices,
  interrupts: acknowledgedBy(devices.interrupts, level, acknowledge),
})

/** How many bytes each device's registers have. */
const deviceBytes = 0x100

/** The device whose registers an address is among, and the offset in them of the word it lies in. */
const deviceWith = (
  at: Address,
): { readonly name: 'line' | 'interrupts' | 'timers' | null; readonly offset: number } => {
  const offset = (at % deviceBytes) & ~3
  switch (at - (at % deviceBytes)) {
    case deviceAt.line:
      return { name: 'line', offset }
    case deviceAt.interrupts:
      return { name: 'interrupts', offset }
    case deviceAt.timers:
      return { name: 'timers', offset }
    default:
      return { name: null, offset }
  }
}

const tables: ReadonlyMap<Address, Word> = new Map(plugAndPlay.map(({ at, word: of }) => [address(at), word(of)]))

/** The word of a device that holds an address, as a load at cycle `now` finds it; 0 where nothing stands. */
export const deviceWord = (devices: Devices, at: Address, now: Cycles): Word => {
  const { name, offset } = deviceWith(at)
  switch (name) {
    case 'line':
      return lineWord(devices.line, offset)
    case 'interrupts':
      return interruptWord(canonical(devices, now).interrupts, offset)
    case 'timers':
      return timersWord(canonical(devices, now).timers, offset)
    case null:
      return tables.get(address(at & ~3)) ?? word(0)
  }
}

/** The devices after a store of a word at an address, at cycle `now`. Where nothing stands, nothing changes. */
export const withDeviceWord = (devices: Devices, at: Address, value: Word, now: Cycles): Devices => {
  const { name, offset } = deviceWith(at)
  switch (name) {
    case 'line': {
      const interrupts = raises(devices.line, offset)
        ? raised(devices.interrupts, 1 << lineInterrupt)
        : devices.interrupts
      return { ...devices, interrupts, line: withLineWord(devices.line, offset, value) }
    }
    case 'interrupts': {
      const current = canonical(devices, now)
      return { ...current, interrupts: withInterruptWord(current.interrupts, offset, value) }
    }
    case 'timers': {
      const current = canonical(devices, now)
      return { ...current, timers: withTimersWord(current.timers, offset, value) }
    }
    case null:
      return devices
  }
}
