/** Worlds in which some partitions execute machine code: images drawn whole, before anything runs. */

import type { GuestImage, World } from '../spec/module/vocabulary.ts'
import { permission } from '../spec/partition/vocabulary.ts'
import { address, word } from '../spec/words/vocabulary.ts'
import { landmarksOf, type Landmarks } from './addresses.ts'
import type { Choices } from './choices.ts'
import { drawTable } from './guest-handlers.ts'
import { layoutOf, poolOf } from './guest-layout.ts'
import { drawCode, placedAt, type Owner, type Words } from './guest-programs.ts'
import { drawGuestTaste } from './guest-tastes.ts'
import { drawFragment, usualWeights } from './machine-fragments.ts'
import { drawWord } from './machine-values.ts'
import { prepared } from './prepared.ts'
import { drawPersonality, drawTaste, drawTheme } from './tastes.ts'

/** Words of data, and instructions to be stored over others. */
const drawData = (choices: Choices, { layout }: Owner): readonly (readonly [number, number])[] => {
  const pool = Array.from({ length: 16 }, (_, i) => {
    const [instruction = 0] = drawFragment(choices, usualWeights, { index: 8, length: 32 })
    return [poolOf(layout) + 4 * i, instruction] as const
  })
  const around = Array.from({ length: choices.below(24) }, () => {
    const at = layout.data + 4 * choices.between(-16, 16)
    return [at, drawWord(choices)] as const
  })
  return [...around, ...pool]
}

const drawImage = (choices: Choices, owner: Owner): GuestImage => {
  const { layout } = owner
  const words: Words = new Map()
  for (const [at, value] of drawData(choices, owner)) words.set(at, word(value))
  const code = drawCode(choices, owner, words)
  for (const { at, code: handler } of drawTable(choices, layout))
    for (const [where, value] of placedAt(at, handler)) words.set(where, value)
  for (const [where, value] of placedAt(layout.code, code)) words.set(where, value)
  const inside = [...words].filter(([at]) => at >= layout.base && at < layout.end)
  return {
    entry: address(choices.percent(98) ? layout.code : layout.code + choices.of([4, 8, 0x40, -4])),
    words: inside.toSorted(([a], [b]) => a - b).map(([at, value]) => [address(at), value] as const),
  }
}

/** Which partitions get one: about half of them, at least one; now and then all. */
const drawWho = (choices: Choices, count: number): readonly boolean[] => {
  if (choices.percent(20)) return Array.from({ length: count }, () => true)
  const sure = choices.below(count)
  return Array.from({ length: count }, (_, p) => p === sure || choices.percent(35))
}

/** A platform whose ticks are so much longer: it takes many instructions to do what one effect does. */
export const withLongerTicks = (choices: Choices, { platform, ...world }: World): World => ({
  ...world,
  platform: {
    ...platform,
    id: `${platform.id}, longer ticks`,
    cyclesPerTick: platform.cyclesPerTick * choices.of([1, 2, 4, 6, 8]),
  },
})

/** A world of scripted programs, some of them replaced by images. */
export const withImages = (choices: Choices, world: World): World => {
  const { start } = prepared(world).model
  const marks: readonly Landmarks[] = landmarksOf(choices, world)
  const theme = drawTheme(choices)
  const who = drawWho(choices, world.configuration.partitions.length)
  const images = marks.map((mine, partition): GuestImage | null => {
    if (who[partition] !== true) return null
    return drawImage(choices, {
      world,
      partition,
      layout: layoutOf(world, partition),
      marks: mine,
      taste: drawGuestTaste(choices, ((start.partitions[partition]?.permissions ?? 0) & permission.FPU_CONTROL) !== 0),
      plans: drawTaste(choices, theme, drawPersonality(choices), choices.percent(10)),
      start,
    })
  })
  return { ...world, images }
}

/** Whether a partition executes machine code. */
export const isBinary = ({ images }: World, partition: number): boolean => images?.[partition] != null
