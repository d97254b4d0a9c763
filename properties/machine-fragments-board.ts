/** Pieces of programs that reach past registers and memory: the state register, devices, sleep, the MMU's registers and tables, alternate spaces. */

import { alternateSpace, psrBits, timerControl } from '../spec/machine/vocabulary.ts'
import type { Word } from '../spec/words/vocabulary.ts'
import type { Choices } from './choices.ts'
import { alternately, assembled, constant, immediately, ofRegisters } from './machine-assembly.ts'
import { deviceOffsets, drawSource, drawSpace, drawState, drawTarget } from './machine-operands.ts'
import { pointer, type Position } from './machine-places.ts'
import { drawTableWord, tableOffsets } from './machine-tables.ts'

/** A piece of a program. */
export type Fragment = readonly Word[]
export type Draw = (choices: Choices, at: Position) => Fragment

export const state: Draw = (choices) => {
  const through = drawTarget(choices)
  return choices.weighted<Fragment>(
    [3, () => [immediately('WRPSR', 0, drawState(choices))]],
    [
      3,
      () => [
        assembled('RDPSR', { rd: through }),
        immediately(
          'WRPSR',
          through,
          choices.of([psrBits.PS, psrBits.ET, 0x100, 0xf00, 1, 7, psrBits.EF - 0x2000, 0x40]),
        ),
      ],
    ],
    [1, () => [ofRegisters('WRPSR', drawSource(choices), drawSource(choices))]],
  )
}

/** A device's register written with something that suits it, or read. */
export const device: Draw = (choices) => {
  const through = drawTarget(choices)
  const into = (offset: number, value: number): Fragment => [
    immediately('OR', 0, value, through),
    immediately('ST', pointer.devices, offset, through),
  ]
  const level = 1 << choices.between(1, 15)
  const levels = choices.percent(60) ? level & 0xffe : choices.below(0x1000)
  return choices.weighted<Fragment>(
    [3, () => into(8, levels)],
    [2, () => into(0x80, levels)],
    [1, () => into(0x40, choices.percent(50) ? -2 : levels)],
    [1, () => into(0, levels)],
    [1, () => into(0xc, levels)],
    [2, () => into(4, levels)],
    [1, () => into(0x80, -4096)],
    [2, () => into(choices.of([0x100, 0x104]), choices.below(4))],
    [2, () => into(choices.of([0x110, 0x114, 0x120, 0x124]), choices.below(24))],
    [4, () => into(choices.of([0x118, 0x128]), drawTimerControl(choices))],
    [1, () => into(choices.of([-0x100, -0xf8, -0xf4]), choices.below(256))],
    [3, () => [immediately('LD', pointer.devices, choices.of(deviceOffsets), through)]],
    [
      2,
      () => [
        immediately(
          choices.of(['LDUB', 'LDUH', 'LDSB', 'LDSH']),
          pointer.devices,
          choices.of(deviceOffsets) + 2,
          through,
        ),
      ],
    ],
    [
      1,
      () => [
        immediately(
          choices.of(['LDUB', 'LDUH', 'LDD', 'STB', 'STH', 'STD', 'SWAP', 'LDSTUB']),
          pointer.devices,
          choices.of(deviceOffsets),
          through & ~1,
        ),
      ],
    ],
  )
}

export const drawTimerControl = (choices: Choices): number =>
  timerControl.EN |
  timerControl.IE |
  choices.of([
    0,
    timerControl.RS,
    timerControl.RS | timerControl.LD,
    timerControl.LD,
    timerControl.CH,
    choices.below(64),
  ])

export const sleep: Draw = (choices) => [
  ...(choices.percent(60) ? [immediately('WRPSR', 0, psrBits.S | psrBits.ET | choices.below(8))] : []),
  assembled('WRASR', { rd: 19, rs1: drawSource(choices), i: 0, rs2: 0 }),
]

/** A register of the MMU, a probe or a flush: the address in one register, what is stored in another. */
export const mmuRegister: Draw = (choices) => {
  const [through, value] = [choices.of([1, 9, 16]), drawTarget(choices)]
  const space = choices.of([alternateSpace.mmu, alternateSpace.mmu, alternateSpace.mmuAlias])
  const number = choices.weighted([5, () => choices.between(0, 4)], [1, () => choices.below(16)])
  const written = choices.weighted([4, () => 1], [1, () => 0], [1, () => 3], [2, () => choices.below(4)])
  const store = choices.percent(number === 1 ? 15 : 60)
  return [
    immediately('OR', 0, number << 8, through),
    ...(store ? [immediately('OR', 0, written, value)] : []),
    alternately(store ? 'STA' : 'LDA', through, space, value),
  ]
}

export const probed: Draw = (choices) => {
  const [through, value] = [choices.of([1, 9, 16]), drawTarget(choices)]
  const space = choices.of([
    alternateSpace.probe,
    alternateSpace.probe,
    alternateSpace.probeAlias,
    alternateSpace.flushContext,
  ])
  const type = choices.weighted([4, () => choices.below(5)], [1, () => choices.below(16)])
  return [
    ...(choices.percent(70)
      ? [immediately('ANDN', choices.of([pointer.data, pointer.code, pointer.edge]), 0xfff, through)]
      : constant(choices.word() & 0xfffff000, through)),
    immediately('OR', through, type << 8, through),
    alternately(choices.percent(50) ? 'STA' : 'LDA', through, space, value),
  ]
}

/** A table word changed, mostly by one that is as good; with a flush more often than not. */
export const remapped: Draw = (choices) => {
  const value = choices.of([9, 16])
  const at = choices.of(tableOffsets)
  return [
    ...constant(drawTableWord(choices, at), value),
    choices.percent(60)
      ? immediately('ST', pointer.tables, at, value)
      : immediately(choices.of(['SWAP', 'ST']), pointer.tables, at, value),
    ...(choices.percent(70)
      ? [immediately('OR', 0, 0x400, value), alternately('STA', value, alternateSpace.probe, value)]
      : []),
  ]
}

export const accessed: Draw = (choices) => {
  const name = choices.of(['LDA', 'STA', 'LDUBA', 'STBA', 'LDDA', 'STDA', 'SWAPA', 'LDSTUBA', 'CASA', 'LDSHA', 'STHA'])
  const base = choices.of([pointer.data, pointer.edge, pointer.data, pointer.code])
  return [
    assembled(name, {
      rs1: base,
      rs2: name === 'CASA' ? drawSource(choices) : 0,
      asi: drawSpace(choices),
      rd: drawTarget(choices) & ~1,
    }),
  ]
}
