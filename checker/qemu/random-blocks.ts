/** Random blocks: each depends on its seed and number alone. */

import { Choices } from '../../properties/choices.ts'
import { blockOf, plainTables, type Block } from './block.ts'
import { endHandler, nestingHandler, skipHandler } from './handlers.ts'
import * as places from './places.ts'
import { idiom } from './random-idioms.ts'
import { fitting, joined, plain, pointers, type Item } from './random-items.ts'
import { dataWords, floatRegisters, integerRegisters, integerWord } from './random-state.ts'
import { randomMapping, room } from './random-tables.ts'
import { computing, itemOf, noInstruction, randomInstruction, type Leaning, type Taste } from './random-words.ts'

/** Whose block it is, and whether the MMU is on; users under it are in context 1, where nothing but the mapped pages is theirs. */
interface World {
  readonly user: boolean
  readonly mmu: boolean
}

/** What follows a transfer of control is one word, so that no item is entered or left halfway. */
const items = (choices: Choices, taste: Taste, leaning: Leaning): readonly Item[] => {
  const all: Item[] = []
  const count = choices.between(3, 36)
  while (all.length < count) {
    const slot = all.at(-1)?.transfers ?? false
    const item = choices.weighted<Item>(
      [12, () => itemOf(choices, randomInstruction(choices, leaning), taste)],
      [3, () => idiom(choices, taste)],
      [choices.percent(20) ? 1 : 0, () => plain(noInstruction(choices))],
    )
    all.push(slot && item.size !== 1 ? plain(computing(choices)) : item)
  }
  return all
}

/** Nothing that transfers control, and no more than one word: a handler turns traps on and executes it. */
const trappingWords = (choices: Choices): readonly number[] => {
  const taste = { addresses: [places.data], room, unfetchable: [], translated: false }
  const item = itemOf(choices, randomInstruction(choices, 'integer'), taste)
  return item.size === 1 && !item.transfers ? item.words(0, () => 0) : []
}

const handlerOf = (choices: Choices): readonly number[] =>
  choices.weighted(
    [10, () => skipHandler],
    [1, () => endHandler],
    [2, () => nestingHandler([computing(choices), ...trappingWords(choices)])],
  )

const leaningOf = (choices: Choices): Leaning => choices.of(['none', 'none', 'float', 'integer', 'memory'])

const worldOf = (choices: Choices): World => ({ user: choices.percent(20), mmu: choices.percent(25) })

/** Where the block's own words and data are for it. */
const homes = ({ user, mmu }: World): { readonly code: number; readonly data: number } =>
  mmu && user ? { code: places.mapped, data: places.mapped + 0x2f80 } : { code: places.code, data: places.data }

const invalidWindows = (choices: Choices, window: number): number =>
  choices.weighted([3, () => 0], [5, () => 1 << choices.below(8)], [1, () => choices.below(256)]) & ~(1 << window)

const interruptsOf = (choices: Choices): Block['interrupts'] => {
  const levels = (): number => choices.below(0x10000) & 0xfffe
  return choices.percent(40)
    ? {
        mask: choices.percent(50) ? 0xfffe : levels(),
        force: choices.percent(50) ? 0 : levels() & levels(),
        level: choices.percent(50) ? 0 : levels(),
      }
    : { mask: 0xfffe, force: 0, level: 0 }
}

const floatState = (choices: Choices): number =>
  choices.weighted(
    [4, () => 0],
    [2, () => choices.below(0x1000)],
    [2, () => (choices.below(32) << 23) | choices.below(0x1000)],
    [1, () => choices.word() & 0x0fc00fff],
  ) >>> 0

/** The block of a seed with this number. */
export const randomBlock = (seed: number, index: number): Block => {
  const choices = new Choices(seed, index)
  const world = worldOf(choices)
  const home = homes(world)
  const mapping = world.mmu
    ? randomMapping(choices, world.user ? [2, 3, 4] : [2, 3, 6, 7])
    : { tables: plainTables, addresses: [places.data, places.data + 64], unfetchable: [] }
  const offset = 8 * choices.weighted([6, () => choices.below(40)], [1, () => choices.between(0x1f0, 0x1ff)])
  const taste: Taste = { addresses: mapping.addresses, room, unfetchable: mapping.unfetchable, translated: world.mmu }
  const words = joined(fitting(items(choices, taste, leaningOf(choices))))
  const window = choices.below(8)
  const globals = integerRegisters(choices, 8)
    .with(pointers.data, home.data)
    .with(pointers.code, home.code + offset)
    .with(pointers.devices, places.interruptController)
    .with(pointers.mapped, choices.of(mapping.addresses))
  return blockOf(words, handlerOf(choices), {
    offset,
    entry: home.code + offset,
    psr:
      (choices.below(16) << 20) |
      (choices.percent(85) ? 0x1000 : 0) |
      (choices.edged(0, 15) << 8) |
      (world.user ? 0 : 0x80) |
      window,
    wim: invalidWindows(choices, window),
    y: integerWord(choices),
    tbr: choices.percent(80) ? places.traps : places.secondTraps,
    fsr: floatState(choices),
    globals,
    windows: integerRegisters(choices, 128),
    floatingPoint: floatRegisters(choices),
    data: dataWords(choices, places.dataWords),
    interrupts: interruptsOf(choices),
    mmu: { control: world.mmu ? 1 : 0, context: world.mmu && world.user ? 1 : 0, tables: mapping.tables },
  })
}
