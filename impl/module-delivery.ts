/** Virtual traps of binary programs, which are delivered in a trap table of their own and in a register window. */

import { noHandler, processorCell, type Processors } from './guest.ts'
import type { ContextProcessors } from './hal-processors.ts'
import type { Windows } from './hal-windows.ts'
import { contextCell, type Cores } from './hal.ts'
import { errorOfTrap, raised, type Monitor } from './health-monitor.ts'
import { trapNumber } from '../spec/machine/vocabulary.ts'

/** What a delivery acts on. */
interface Concerned {
  readonly cores: Cores
  readonly contexts: ContextProcessors
  readonly windows: Windows
  readonly processors: Processors
  readonly monitor: Monitor
}

export class Delivery {
  readonly #concerned: Concerned

  constructor(concerned: Concerned) {
    this.#concerned = concerned
  }

  /**
   * Deliver what can be to partition `p`, whose program runs on a core: in the window below, which a spill may have to
   * free. If it cannot be freed that is an error of the partition; what this comes to for the context.
   */
  deliver(core: number, p: number): number {
    const { contexts, processors, monitor } = this.#concerned
    if (!this.#isBelowFree(core)) return monitor.raise(p, errorOfTrap(trapNumber.window_overflow))
    const before = processors.get(p, processorCell.psr)
    processors.deliver(p, noHandler)
    contexts.enterTable(core, before, processors.get(p, processorCell.tbr))
    return raised.kept
  }

  /** Whether the window below a program's is free, or now is. */
  #isBelowFree(core: number): boolean {
    const { cores, contexts, windows } = this.#concerned
    if (!windows.isInvalid(core, contexts.on(core).registers.window - 1)) return true
    return windows.overflow(core, cores.cells.now[cores.context(core) + contextCell.level])
  }
}
