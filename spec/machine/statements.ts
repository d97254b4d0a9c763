/** What holds of every board and of every step of one, whatever runs on it; and what is tried of model and emulator. */

import { faultsRecorded, referenceMmu } from '../mmu/statements.ts'
import { that, type Breach, type Invariant, type Property, type StepInvariant } from '../statement.ts'
import { devicesOfTheBoard, preciseTraps, privilegeHolds } from './requirements.ts'
import { fpTrap, fsrFields, fsrLoadable, interruptTrap, windowCount } from './vocabulary.ts'
import type { Board, BoardPlatform, Processor, Register } from './vocabulary.ts'

const isRegister = (value: Register): boolean => (value | 0) === value
const allRegisters = (file: readonly Register[], size: number): boolean =>
  file.length === size && file.every(isRegister)
const isBetween = (value: number, most: number): boolean => Number.isInteger(value) && value >= 0 && value <= most

/** The bits of the levels 1 to 15. */
const levels = 0xfffe

export const boardIsSound: Invariant<BoardPlatform, Board> = {
  kind: 'invariant',
  id: 'MACHINE-I1',
  says: '%g0 is 0; pc and npc are multiples of 4; every register is a word, and every field has only the values it can have.',
  serves: [preciseTraps, devicesOfTheBoard],
  breaches: (_, { processor: p, mmu, devices: { interrupts } }) => [
    ...that(p.globals[0] === 0, ['processor', 'globals', 0], 'is not 0'),
    ...that(((p.pc | p.npc) & 3) === 0, ['processor', 'pc'], 'pc or npc is not a multiple of 4'),
    ...that(allRegisters(p.globals, 8), ['processor', 'globals'], 'are not eight words'),
    ...that(
      p.windows.length === windowCount && p.windows.every((window) => allRegisters(window, 16)),
      ['processor', 'windows'],
      'are not eight times sixteen words',
    ),
    ...that(allRegisters(p.floats, 32), ['processor', 'floats'], 'are not 32 words'),
    ...that(
      isBetween(p.state.cwp, windowCount - 1) && isBetween(p.state.pil, 15) && isBetween(p.state.icc, 15),
      ['processor', 'state'],
      () => `window ${p.state.cwp}, level ${p.state.pil}, conditions ${p.state.icc}`,
    ),
    ...that(isBetween(p.wim, 255), ['processor', 'wim'], () => `is ${p.wim}`),
    ...that(isRegister(p.tbr) && (p.tbr & 15) === 0, ['processor', 'tbr'], () => `is ${p.tbr}`),
    ...that(isRegister(p.y), ['processor', 'y'], () => `is ${p.y}`),
    ...that(
      (p.fsr & ~(fsrLoadable | fsrFields.FTT)) === 0 && (p.fsr & fsrFields.FTT) >>> 14 <= fpTrap.sequence,
      ['processor', 'fsr'],
      () => `is ${p.fsr}`,
    ),
    ...that(isBetween(mmu.context, 255) && (mmu.tablePointer & 3) === 0, ['mmu'], 'has bits that do not exist'),
    ...that(
      Object.values(interrupts).every((bits) => typeof bits === 'number' && (bits & ~levels) === 0),
      ['devices', 'interrupts'],
      'have a level that does not exist',
    ),
  ],
}

export const errorModeHasACause: Invariant<BoardPlatform, Board> = {
  kind: 'invariant',
  id: 'MACHINE-I2',
  says: 'A processor in error mode has traps disabled, and the trap that it could not take; no other has one.',
  serves: [preciseTraps],
  breaches: (_, { processor: { activity, errorTrap, state } }) =>
    activity === 'error mode'
      ? that(!state.et && isBetween(errorTrap, 255) && errorTrap > 0, ['processor', 'errorTrap'], `is ${errorTrap}`)
      : that(errorTrap === 0, ['processor', 'errorTrap'], `is ${errorTrap} out of error mode`),
}

/** What no instruction at user level changes unless it traps. */
const supervisors = ({ processor: { state, wim, tbr }, mmu, caches }: Board): readonly unknown[] => [
  ...[state.et, state.ps, state.pil, state.ef, wim, tbr],
  ...[mmu.enabled, mmu.noFault, mmu.tablePointer, mmu.context, caches],
]

/** Whether the window is the one it was, or a neighbour that is not marked invalid. */
const mayMove = ({ state: was, wim }: Processor, to: number): boolean =>
  to === was.cwp ||
  ([(was.cwp + 1) % windowCount, (was.cwp + windowCount - 1) % windowCount].includes(to) && ((wim >>> to) & 1) === 0)

export const usersChangeTheirOwn: StepInvariant<BoardPlatform, Board> = {
  kind: 'step invariant',
  id: 'MACHINE-S1',
  says: 'A step at user level that does not trap leaves ET, PS, PIL, EF, WIM, TBR, the MMU’s control, tables and context, and the cache control as they were, and moves to no window but a valid neighbour.',
  serves: [privilegeHolds],
  breaches: (_, before, after) => {
    const [was, is] = [before.processor, after.processor]
    if (was.state.s || is.state.s || is.activity === 'error mode') return []
    const [a, b] = [supervisors(before), supervisors(after)]
    return [
      ...that(
        a.every((x, i) => x === b[i]),
        ['processor', 'state'],
        'a user’s instruction changed what is the supervisor’s',
      ),
      ...that(mayMove(was, is.state.cwp), ['processor', 'state', 'cwp'], () => `went to ${is.state.cwp}`),
    ]
  },
}

export const onlyTrapsRaise: StepInvariant<BoardPlatform, Board> = {
  kind: 'step invariant',
  id: 'MACHINE-S2',
  says: 'From user to supervisor level leads only a trap: traps were enabled and are disabled, PS is 0, the window is the next lower, %l1 and %l2 hold pc and npc, and pc is the trap’s entry in the table of TBR.',
  serves: [privilegeHolds, preciseTraps],
  breaches: (_, { processor: was }, { processor: is }) => {
    if (was.state.s || !is.state.s) return []
    const window = (was.state.cwp + windowCount - 1) % windowCount
    return [
      ...that(was.state.et && !is.state.et && !is.state.ps, ['processor', 'state'], 'is not that of a trap'),
      ...that(is.state.cwp === window, ['processor', 'state', 'cwp'], () => `is ${is.state.cwp}`),
      ...that(
        is.windows[window]?.[1] === (was.pc | 0) && is.windows[window][2] === (was.npc | 0),
        ['processor', 'windows', window],
        '%l1 and %l2 are not pc and npc',
      ),
      ...that((is.tbr & 0xfffff000) === (was.tbr & 0xfffff000), ['processor', 'tbr'], 'has another table'),
      ...that((is.pc | 0) === is.tbr && (is.npc | 0) === ((is.tbr + 4) | 0), ['processor', 'pc'], 'is not the entry'),
    ]
  },
}

/** Whether two lists of registers differ between two indices, the latter exclusive. */
const differ = (a: readonly Register[] | undefined, b: readonly Register[] | undefined, from: number, to: number) =>
  a !== b && a?.slice(from, to).some((value, i) => value !== b?.[from + i]) !== false

export const onlyTheWindowsOwn: StepInvariant<BoardPlatform, Board> = {
  kind: 'step invariant',
  id: 'MACHINE-S3',
  says: 'A step changes no register of a window but those that the window after it shows.',
  serves: [preciseTraps, privilegeHolds],
  breaches: (_, { processor: was }, { processor: is }) => {
    if (was.windows === is.windows) return []
    const shown = is.state.cwp
    const below = (shown + windowCount - 1) % windowCount
    return is.windows.flatMap((window, w): readonly Breach[] => {
      if (w === shown || window === was.windows[w]) return []
      // Of the window below, the ins are the outs that are shown.
      const hidden = w === below ? 8 : 16
      return that(
        !differ(was.windows[w], window, 0, hidden),
        ['processor', 'windows', w],
        'changed, and is not in sight',
      )
    })
  },
}

export const everyStepIsCounted: StepInvariant<BoardPlatform, Board> = {
  kind: 'step invariant',
  id: 'MACHINE-S4',
  says: 'An instruction takes one cycle; a step without one never sets the clock back; in error mode, and when what follows is not specified, nothing changes.',
  serves: [preciseTraps, devicesOfTheBoard],
  breaches: (_, before, after) => {
    const stopped = before.left || before.processor.activity === 'error mode'
    const [executed, passed] = [after.instructions - before.instructions, after.cycles - before.cycles]
    return [
      ...that(executed === 0 || executed === 1, ['instructions'], () => `${executed} more`),
      ...that(executed === 1 ? passed === 1 : passed >= 0, ['cycles'], () => `${passed} more`),
      ...that(
        !stopped || (after.processor === before.processor && after.memory === before.memory && passed === 0),
        [],
        'moved, though it had stopped',
      ),
    ]
  },
}

export const interruptsBetweenInstructions: StepInvariant<BoardPlatform, Board> = {
  kind: 'step invariant',
  id: 'MACHINE-S5',
  says: 'A step that moves pc without an instruction is an interrupt: traps were enabled, its level is 15 or above PIL, and is in the mask.',
  serves: [devicesOfTheBoard],
  breaches: (_, before, after) => {
    const [was, is] = [before.processor, after.processor]
    if (after.instructions !== before.instructions || (was.pc === is.pc && was.npc === is.npc)) return []
    const level = ((is.tbr >>> 4) & 0xff) - interruptTrap(0)
    return [
      ...that(was.state.et && !is.state.et, ['processor', 'state'], 'traps were not enabled, or are now'),
      ...that(
        level === 15 || (level > was.state.pil && level < 15),
        ['processor', 'tbr'],
        () => `level ${level} at PIL ${was.state.pil}`,
      ),
      ...that(
        ((before.devices.interrupts.mask >>> level) & 1) === 1,
        ['devices', 'interrupts'],
        () => `level ${level} is masked`,
      ),
      ...that(is.activity === 'executing', ['processor', 'activity'], () => `is ${is.activity}`),
    ]
  },
}

export const machineFollowsModel: Property = {
  kind: 'property',
  id: 'MACHINE-P1',
  says: 'On random programs the emulated board is, after every step, what the model makes of it: registers, memory, devices, counts.',
  serves: [preciseTraps, privilegeHolds, devicesOfTheBoard],
}

export const decodersAgree: Property = {
  kind: 'property',
  id: 'MACHINE-P2',
  says: 'Model and emulator take a word for an illegal instruction exactly if the instruction set has none for it, and read and write what it says.',
  serves: [preciseTraps, privilegeHolds],
}

export const anotherEmulatorAgrees: Property = {
  kind: 'property',
  id: 'MACHINE-P3',
  says: 'Random programs leave the same registers, memory and traps on QEMU, but for the differences that are listed with who is right.',
  serves: [preciseTraps, devicesOfTheBoard],
}

export const walksAgree: Property = {
  kind: 'property',
  id: 'MACHINE-P4',
  says: 'Loads and stores through random tables reach the same memory, or fault with the same registers, on QEMU and under its choices here.',
  serves: [referenceMmu, faultsRecorded],
}

export const machineInvariants = [boardIsSound, errorModeHasACause] as const
export const machineStepInvariants = [
  usersChangeTheirOwn,
  onlyTrapsRaise,
  onlyTheWindowsOwn,
  everyStepIsCounted,
  interruptsBetweenInstructions,
] as const
export const machineProperties = [machineFollowsModel, decodersAgree, anotherEmulatorAgrees, walksAgree] as const
