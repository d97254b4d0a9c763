/** Platforms to hunt on: LEON3's memory map with ticks short enough that a counterexample fits on a page. */

import { longestSection } from '../spec/module/statements.ts'
import type { Platform } from '../spec/module/vocabulary.ts'
import { address } from '../spec/words/vocabulary.ts'
import type { Choices } from './choices.ts'

const leon3Map = {
  kernel: { base: address(0x40000000), bytes: 0x1000000 },
  contextTable: address(0x40100000),
  partitionsAt: address(0x41000000),
  devicesAt: address(0x80000000),
} as const

export const huntPlatform: Platform = {
  id: 'hunt',
  ...leon3Map,
  cyclesPerTick: 32,
  costs: { access: 1, trap: 2, service: 3, copy: 1, tick: 2, dispatch: 3, interrupt: 1, reload: 48 },
}

/** LEON3 for a configuration of the user's own. Its programs are scripted, so its tick is a short one, whatever the rate. */
export const leon3 = (ticksPerSecond: number): Platform => ({
  ...huntPlatform,
  id: `leon3, ${ticksPerSecond} ticks per second`,
  cyclesPerTick: 40,
})

/** The hunt's platform with other lengths: sections that just fit into a tick as well as short ones. */
export const drawPlatform = (choices: Choices): Platform => {
  if (choices.percent(40)) return huntPlatform
  const cyclesPerTick = choices.between(16, 48)
  const half = cyclesPerTick >> 2
  const cost = (usual: number): number => (choices.percent(60) ? usual : choices.edged(1, half))
  const { costs } = huntPlatform
  const drawn: Platform = {
    ...huntPlatform,
    id: 'hunt, varied',
    contextTable: address(choices.of([0x40100000, 0x40100000, 0x40000000, 0x4003fc00, 0x40100400])),
    partitionsAt: address(choices.of([0x41000000, 0x41000000, 0x50000000])),
    devicesAt: address(choices.of([0x80000000, 0x80000000, 0xf0000000])),
    cyclesPerTick,
    costs: {
      access: cost(costs.access),
      trap: cost(costs.trap),
      service: cost(costs.service),
      // A message of 256 bytes takes four: with the call they still fit into a tick.
      copy: choices.percent(50) ? costs.copy : choices.edged(1, Math.max(1, cyclesPerTick >> 3)),
      tick: cost(costs.tick),
      dispatch: cost(costs.dispatch),
      interrupt: cost(costs.interrupt),
      reload: choices.weighted(
        [4, () => Math.floor(cyclesPerTick * 1.5)],
        [2, () => choices.between(1, 3 * cyclesPerTick)],
        [1, () => cyclesPerTick],
      ),
    },
  }
  return longestSection(drawn) < cyclesPerTick ? drawn : huntPlatform
}
