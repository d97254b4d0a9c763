/** What guests print: the text of each PRINT and PUTCHAR, as the hypervisor took it. */

import type { Happening, State, World } from '../../spec/module/vocabulary.ts'
import { areasOf } from '../../spec/space/statements.ts'
import type { Area } from '../../spec/space/vocabulary.ts'
import { address, wordAt } from '../../spec/words/vocabulary.ts'
import { physicalOf } from './context.ts'

/** Reads the texts of one world. */
export class Printer {
  readonly #areas: readonly Area[]

  constructor({ configuration, platform }: Pick<World, 'configuration' | 'platform'>) {
    const { partitions, sharedMemory } = configuration
    this.#areas = areasOf({ partitions, shared: sharedMemory, map: platform })
  }

  /** What a call printed, in the state behind it; a byte is a character. */
  printed(
    state: State,
    { call, core, partition }: Pick<Extract<Happening, { readonly kind: 'service' }>, 'call' | 'core' | 'partition'>,
  ): string {
    const [first = 0] = call.arguments
    if (call.service === 'PUTCHAR') return String.fromCharCode(first & 0xff)
    if (call.service !== 'PRINT') return ''
    const bytes = Array.from({ length: reported(state, core) }, (_, i) => this.#byte(state, first + i, partition))
    return String.fromCharCode(...bytes)
  }

  #byte({ memory }: State, at: number, partition: number): number {
    const physical = physicalOf(at, partition, { areas: this.#areas })
    if (physical === null) return 0
    return (wordAt(memory, address(physical)) >>> (24 - 8 * (physical % 4))) & 0xff
  }
}

/** What a call left its caller: in %o0 of a binary program, which is %i0 of the window below; in the low register of a script. */
const reported = ({ cores }: State, core: number): number => {
  const context = cores[core]?.context
  if (context === undefined) return 0
  const { processor, registers } = context
  if (processor === null) return registers.low
  return (processor.windows[(processor.state.cwp + 7) % 8]?.[8] ?? 0) >>> 0
}
