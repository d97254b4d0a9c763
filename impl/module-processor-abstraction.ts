/** The processors of contexts as values of the vocabulary. Not fast, and nothing that runs uses it. */

import { processorState, windowCount, type Processor } from '../spec/machine/vocabulary.ts'
import { address } from '../spec/words/vocabulary.ts'
import type { ContextProcessors } from './hal-processors.ts'
import { savedProcessor } from './machine-processor.ts'
import { savedAt } from './machine-registers.ts'

/** That of the context of a core; null if it has none. */
export const processorOn = (contexts: ContextProcessors, core: number): Processor | null => {
  if (!contexts.isOn(core)) return null
  const saved = new Int32Array(savedProcessor)
  contexts.on(core).save(saved, 0)
  return abstractProcessor(saved)
}

/** That of a saved context; null if it has none. */
export const processorIn = (contexts: ContextProcessors, holder: number): Processor | null =>
  contexts.areAny && contexts.hasSaved(holder)
    ? abstractProcessor(contexts.saved.subarray(holder * savedProcessor, (holder + 1) * savedProcessor))
    : null

/** The floats and FSR follow the numbers of `savedAt`. */
const abstractProcessor = (saved: Int32Array): Processor => {
  const floats = savedAt.npc + 1
  return {
    pc: address(saved[savedAt.pc]),
    npc: address(saved[savedAt.npc]),
    state: processorState(saved[savedAt.psr]),
    wim: saved[savedAt.wim],
    tbr: saved[savedAt.tbr],
    y: saved[savedAt.y],
    globals: [...saved.subarray(savedAt.globals, savedAt.windows)],
    windows: Array.from({ length: windowCount }, (_, window) => [
      ...saved.subarray(savedAt.windows + 16 * window, savedAt.windows + 16 * (window + 1)),
    ]),
    floats: [...saved.subarray(floats, floats + 32)],
    fsr: saved[floats + 32],
    activity: 'executing',
    errorTrap: 0,
  }
}
