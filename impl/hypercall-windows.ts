/** The calls of binary programs about their register windows, and the return from a virtual trap by way of them. */

import { raised, errorOfTrap, type Monitor } from './health-monitor.ts'
import type { ContextProcessors } from './hal-processors.ts'
import type { Windows } from './hal-windows.ts'
import { outcome, type Caller } from './hypercall-caller.ts'
import type { GuestCalls } from './hypercall-guest.ts'
import { trapNumber } from '../spec/machine/vocabulary.ts'

/** What the calls are about. */
interface Concerned {
  readonly contexts: ContextProcessors
  readonly windows: Windows
  readonly monitor: Monitor
}

export class WindowCalls {
  readonly #concerned: Concerned
  readonly #guest: GuestCalls

  constructor(concerned: Concerned, guest: GuestCalls) {
    this.#concerned = concerned
    this.#guest = guest
  }

  flushWindows(caller: Caller): number {
    const { contexts, windows } = this.#concerned
    if (!contexts.isOn(caller.core)) return this.#guest.doNothing()
    const flushed = windows.flush(caller.core, caller.level, this.#window(caller))
    return flushed ? outcome.quiet : this.#raise(caller, trapNumber.window_overflow)
  }

  rett(caller: Caller): number {
    const { contexts, windows } = this.#concerned
    if (!contexts.isOn(caller.core)) return this.#guest.rett(caller)
    const isFilled =
      !windows.isInvalid(caller.core, this.#window(caller) + 1) || windows.underflow(caller.core, caller.level)
    if (!isFilled) return this.#raise(caller, trapNumber.window_underflow)
    contexts.leaveTable(caller.core)
    return this.#guest.rett(caller)
  }

  /** The window of a caller: above the kernel's. */
  #window(caller: Caller): number {
    return (this.#concerned.contexts.on(caller.core).registers.window + 1) & 7
  }

  /** The error of a trap, raised in the caller. */
  #raise(caller: Caller, trap: number): number {
    const came = this.#concerned.monitor.raise(caller.partition, errorOfTrap(trap))
    if (came === raised.hung) return outcome.hung
    return came === raised.replaced ? outcome.noReturn : outcome.quiet
  }
}
