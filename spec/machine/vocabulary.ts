/** The words for the processor and the board around it: SPARC V8 as LEON3 has it. Source: The SPARC Architecture Manual V8; GRLIB. */

import type { FaultRegisters } from '../mmu/vocabulary.ts'
import type { Address, Cycles, Memory, Word } from '../words/vocabulary.ts'

/** A word in a register, as the signed 32-bit number of the same bits. */
export type Register = number

/** Register windows. Window `w` has its own eight locals and eight ins; its outs are the ins of window `w − 1` modulo 8. */
export const windowCount = 8

/** The fields of the processor state register that can change. Source: V8 4.2. */
export interface ProcessorState {
  /** Negative, zero, overflow, carry: bits 3 to 0. */
  readonly icc: number
  /** Whether floating-point instructions are enabled. There is no coprocessor: EC is 0. */
  readonly ef: boolean
  /** The processor interrupt level, 0 to 15. */
  readonly pil: number
  readonly s: boolean
  readonly ps: boolean
  readonly et: boolean
  /** The current window, 0 to 7. */
  readonly cwp: number
}

/** Bits of the processor state register; implementation 0xF and version 3 above them. */
export const psrBits = { EC: 0x2000, EF: 0x1000, PIL: 0xf00, S: 0x80, PS: 0x40, ET: 0x20, CWP: 0x1f } as const
export const iccShift = 20
export const icc = { N: 8, Z: 4, V: 2, C: 1 } as const
export const implementationAndVersion = 0xf3000000

/** The processor state register as a word. */
export const psrWord = ({ icc: conditions, ef, pil, s, ps, et, cwp }: ProcessorState): Register =>
  implementationAndVersion |
  (conditions << iccShift) |
  (ef ? psrBits.EF : 0) |
  (pil << 8) |
  (s ? psrBits.S : 0) |
  (ps ? psrBits.PS : 0) |
  (et ? psrBits.ET : 0) |
  cwp

/** The fields that a word gives; that of a window that does not exist is the reader's affair. */
export const processorState = (word: number): ProcessorState => ({
  icc: (word >>> iccShift) & 15,
  ef: (word & psrBits.EF) !== 0,
  pil: (word & psrBits.PIL) >>> 8,
  s: (word & psrBits.S) !== 0,
  ps: (word & psrBits.PS) !== 0,
  et: (word & psrBits.ET) !== 0,
  cwp: word & psrBits.CWP,
})

/** The fields of the floating-point state register. Source: V8 4.4. Rounding 0 is to nearest. `ver` is 7 where there is no unit, here 0. */
export const fsrFields = {
  /** Rounding direction [31:30], trap enable mask [27:23], non-standard [22]. */
  RD: 0xc0000000,
  TEM: 0x0f800000,
  NS: 0x00400000,
  /** Version [19:17], trap type [16:14], queue not empty [13]. */
  VER: 0x000e0000,
  FTT: 0x0001c000,
  QNE: 0x00002000,
  /** Condition [11:10], accrued [9:5] and current [4:0] exceptions. */
  FCC: 0x00000c00,
  AEXC: 0x000003e0,
  CEXC: 0x0000001f,
} as const
/** What LDFSR changes. */
export const fsrLoadable = fsrFields.RD | fsrFields.TEM | fsrFields.NS | fsrFields.FCC | fsrFields.AEXC | fsrFields.CEXC
/** IEEE 754 exceptions, as bits of TEM, aexc and cexc: invalid, overflow, underflow, division by zero, inexact. */
export const ieee = { NV: 16, OF: 8, UF: 4, DZ: 2, NX: 1 } as const
/** Floating-point trap types, as ftt. */
export const fpTrap = { none: 0, IEEE_754: 1, unfinished: 2, unimplemented: 3, sequence: 4 } as const

/** Whether instructions are executed, or the processor waits for an interrupt (%asr19 was written), or it has stopped. */
export type Activity = 'executing' | 'asleep' | 'error mode'

/** The registers of one processor: what belongs to who runs on it. */
export interface Processor {
  /** The next instruction and the one after it. */
  readonly pc: Address
  readonly npc: Address
  readonly state: ProcessorState
  readonly wim: number
  readonly tbr: Register
  readonly y: Register
  /** %g0 to %g7; the first is 0. */
  readonly globals: readonly Register[]
  /** By window: locals 0 to 7, ins 0 to 7. */
  readonly windows: readonly (readonly Register[])[]
  /** %f0 to %f31, and the state register. */
  readonly floats: readonly Register[]
  readonly fsr: Register
  readonly activity: Activity
  /** In error mode, the trap that could not be taken; otherwise 0. */
  readonly errorTrap: number
}

/** The traps that an instruction raises by itself, with their trap types; some of them not on this board. Source: V8 table 7-1. */
export const trapNumber = {
  instruction_access_exception: 0x01,
  illegal_instruction: 0x02,
  privileged_instruction: 0x03,
  fp_disabled: 0x04,
  window_overflow: 0x05,
  window_underflow: 0x06,
  mem_address_not_aligned: 0x07,
  fp_exception: 0x08,
  data_access_exception: 0x09,
  tag_overflow: 0x0a,
  watchpoint_detected: 0x0b,
  r_register_access_error: 0x20,
  cp_disabled: 0x24,
  cp_exception: 0x28,
  division_by_zero: 0x2a,
  data_store_error: 0x2b,
} as const
export type TrapType = keyof typeof trapNumber

/** What the trap number of an interrupt of level n is. */
export const interruptTrap = (level: number): number => 0x10 + level
/** What `ta n` traps with: the low seven bits of its operand. */
export const softwareTrap = (operand: number): number => 0x80 | (operand & 0x7f)

/** The processor configuration register %asr17: eight windows, and multiply and divide. */
export const asr17 = 0x107
/** The ancillary registers that exist besides %y (0): the barrier's number, configuration, power-down. */
export const ancillary = { barrier: 15, configuration: 17, powerDown: 19 } as const

/** Alternate address spaces of LEON3 that instructions can name. Source: GRLIB sparc.vhd. */
export const alternateSpace = {
  cacheControl: 0x02,
  probeAlias: 0x03,
  mmuAlias: 0x04,
  userInstruction: 0x08,
  supervisorInstruction: 0x09,
  userData: 0x0a,
  supervisorData: 0x0b,
  instructionTags: 0x0c,
  instructionCache: 0x0d,
  dataTags: 0x0e,
  dataCache: 0x0f,
  flushInstructions: 0x10,
  flushData: 0x11,
  flushContext: 0x13,
  dataContext: 0x14,
  instructionContext: 0x15,
  probe: 0x18,
  mmu: 0x19,
  bypass: 0x1c,
  diagnostic: 0x1d,
  snoopTags: 0x1e,
} as const

/** The MMU's registers. `control` holds E (bit 0) and NF (bit 1). Source: V8 appendix H; `mmuRegister` gives their addresses [11:8]. */
export interface MmuRegisters {
  readonly enabled: boolean
  readonly noFault: boolean
  /** The context table pointer as it was written, bits 31 to 2: bits 35 to 6 of the table's address. */
  readonly tablePointer: Register
  /** 0 to 255. */
  readonly context: number
  readonly fault: FaultRegisters
}
export const mmuRegister = { control: 0, tablePointer: 1, context: 2, status: 3, address: 4 } as const
export const mmuControl = { E: 1, NF: 2 } as const
/** Implementation 0, version 1; instruction and data TLB of 8 entries each, separate, pages of 4 KB. */
export const mmuControlConstant = 0x016c4000
/** The types of a probe or flush: address bits 11 to 8. */
export const probeType = { page: 0, segment: 1, region: 2, context: 3, entire: 4 } as const

/** A translation that may be cached by the board's MMU: the page, and the table word that said so, as it was after the access. */
export interface CachedEntry {
  readonly context: number
  readonly virtual: Address
  readonly bytes: number
  readonly entry: Register
}

/** The interrupt controller: one bit a level, 1 to 15. Source: GRLIB IRQMP. */
export interface InterruptController {
  /** Levels that go before all others. */
  readonly priority: number
  readonly pending: number
  readonly force: number
  readonly mask: number
  readonly broadcast: number
}

/** A timer: it counts down once a scaler's tick; beyond zero it underflows. Source: GRLIB GPTIMER. */
export interface Timer {
  readonly counter: Word
  readonly reload: Word
  readonly enabled: boolean
  /** Whether an underflow reloads it; otherwise it is disabled by one. */
  readonly restart: boolean
  readonly interrupt: boolean
  /** Whether an underflow was not yet acknowledged. */
  readonly pending: boolean
  /** Whether it counts underflows of the timer before it, in place of ticks. */
  readonly chained: boolean
}

/** The timer unit. Its counters are as of the cycle `at`. */
export interface TimerUnit {
  readonly at: Cycles
  /** The scaler's counter, 16 bits, and what it is reloaded with. */
  readonly scaler: number
  readonly reload: number
  readonly timers: readonly Timer[]
}

/** The serial line: what is sent leaves at once; nothing is received. Source: GRLIB APBUART. */
export interface SerialLine {
  /** The bits of the control register that exist: receiver, transmitter, their interrupts. */
  readonly control: number
  readonly scaler: number
  /** How many bytes were sent, and the last of them. */
  readonly sent: number
  readonly last: number
}

export interface Devices {
  readonly interrupts: InterruptController
  readonly timers: TimerUnit
  readonly line: SerialLine
}

/** Where devices are, and which interrupts they raise. Source: QEMU leon3_generic, TSIM; the plug-and-play tables say the same. */
export const deviceAt = {
  line: 0x80000100,
  interrupts: 0x80000200,
  timers: 0x80000300,
  busTable: 0x800ff000,
  mainTable: 0xfffff000,
} as const
export const lineInterrupt = 3
export const timerInterrupts = [6, 7] as const
export const lineControl = { RE: 1, TE: 2, RI: 4, TI: 8 } as const
/** Both transmit registers empty, nothing received. */
export const lineStatus = 0x6
export const timerControl = { EN: 1, RS: 2, LD: 4, IE: 8, IP: 16, CH: 32 } as const

/** Memory that exists: read-only memory at 0, and as much at `ramAt` as the board has. */
export const promBytes = 0x800000
export const ramAt = 0x40000000
/** As much as QEMU's board has unless told otherwise. */
export const defaultRamBytes = 0x8000000

/** MACHINE-V1 to V3, MMU-V1 to V5: where SPARC V8, LEON3 and QEMU differ; `spec/machine/variations.ts` says how. */
export type UnmappedAccess = 'traps' | 'reads zero'
export type InterruptAcknowledge = 'force first' | 'both'
export type ReadAncillary = 'illegal' | 'reads y'
export type StatusRead = 'clears' | 'clears valid' | 'clears all'
export type FaultRecord = 'by class' | 'latest data' | 'ors fields'
export type RootEntry = 'maps by frame' | 'maps to itself' | 'translation error'
export type AlternateCheck = 'as named' | 'as data'
export type FlushScope = 'selective' | 'everything'

/** One choice for every point. */
export interface MachineVariation {
  readonly unmapped: UnmappedAccess
  readonly acknowledge: InterruptAcknowledge
  readonly readAncillary: ReadAncillary
  readonly statusRead: StatusRead
  readonly faultRecord: FaultRecord
  readonly rootEntry: RootEntry
  readonly alternateCheck: AlternateCheck
  readonly flushScope: FlushScope
}

export type MachineProfileId = 'sparc-v8' | 'leon3' | 'qemu'

/** What is fixed of a board while it runs. */
export interface BoardPlatform {
  readonly ramBytes: number
  readonly variation: MachineVariation
}

/** A board with one processor. */
export interface Board {
  readonly processor: Processor
  readonly mmu: MmuRegisters
  /** The cache control register. */
  readonly caches: Register
  readonly memory: Memory
  readonly devices: Devices
  /** Translations used since a flush took them away. */
  readonly cached: readonly CachedEntry[]
  readonly cycles: Cycles
  /** Instructions executed, those that trapped included; what was annulled was not executed. */
  readonly instructions: number
  /** Set when a translation was used that a cached one contradicts: what happens then is not specified. */
  readonly left: boolean
}

/** What an image puts on a board: where it begins, and the words of memory that are not zero. */
export interface BoardImage {
  readonly entry: Address
  readonly words: Iterable<readonly [at: Address, word: Word]>
}

/**
 * The words of the plug-and-play tables that are not zero: the peripheral bus (interrupt controller, timer unit, serial
 * line, each an identification and a place), then the main bus (the processor as a master, the peripheral bus as a slave).
 * Source: GRLIB, plug and play; as QEMU's leon3_generic has them.
 */
export const plugAndPlay: readonly { readonly at: number; readonly word: number }[] = [
  { at: 0x800ff000, word: 0x0100d040 },
  { at: 0x800ff004, word: 0x0020fff1 },
  { at: 0x800ff008, word: 0x01011006 },
  { at: 0x800ff00c, word: 0x0030fff1 },
  { at: 0x800ff010, word: 0x0100c023 },
  { at: 0x800ff014, word: 0x0010fff1 },
  { at: 0xfffff000, word: 0x01003000 },
  { at: 0xfffff800, word: 0x01006000 },
  { at: 0xfffff810, word: 0x8000fff2 },
]
