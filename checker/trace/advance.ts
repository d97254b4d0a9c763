/** One event of a trace against the model: from each candidate those that agree with it, and why the others do not. */

import { initial, reachable } from './candidate.ts'
import type { Event } from './event.ts'
import { device, interrupts, polled, trapped } from './guest-events.ts'
import { handled, inSpace, returned, shownState, switched } from './kernel-events.ts'
import type { Machine } from './machine.ts'
import { still, through, type Advanced, type Frontier } from './tried.ts'
import { differing, fieldsBefore, partitionDiffers, type View } from './view.ts'

/** Events before the first tick: the kernel starts, and shows what it starts with. */
const beforeStart = (machine: Machine, event: Event): Advanced => {
  const { configuration } = machine.world
  switch (event.ev) {
    case 'pstate': {
      const p = configuration.partitions.findIndex(({ name }) => name === event.part)
      const why =
        p < 0
          ? [`no partition ${event.part}`]
          : [
              ...differing('tick', event.tick, -1),
              ...partitionDiffers(event.part, event, fieldsBefore(configuration, p)),
            ]
      return why.length === 0
        ? still('before the start', 'fully')
        : { frontier: [], extent: 'fully', expected: why, nearest: null }
    }
    case 'trap':
      return event.kind === 'irq'
        ? still([initial(machine.start)], 'partly')
        : { frontier: [], extent: 'fully', expected: ['the first tick'], nearest: null }
    default:
      return still('before the start')
  }
}

/** What the model makes of an event, told what the trace has said before it. */
export const advance = (machine: Machine, view: View, frontier: Frontier, event: Event | null): Advanced => {
  if (event === null || event.ev === 'meta' || event.ev === 'end' || event.ev === 'repeated') return still(frontier)
  if (frontier === 'before the start') return beforeStart(machine, event)
  const answer = event.ev === 'rett' ? (event.i0 ?? null) : null
  const all = reachable(machine, frontier, answer)
  switch (event.ev) {
    case 'trap':
      return through(all, (candidate) =>
        event.kind === 'irq' ? interrupts(machine, view, event, candidate) : trapped(machine, view, event, candidate),
      )
    case 'rett':
      return through(all, (candidate) => returned(machine, view, event, candidate))
    case 'vtrap':
      return through(all, (candidate) => handled(machine, view, event, candidate))
    case 'switch':
      return through(all, (candidate) => switched(machine, event, candidate))
    case 'pstate':
      return through(all, (candidate) => shownState(machine, event, candidate))
    case 'mmu_ctx':
      return through(all, (candidate) => inSpace(event, candidate))
    case 'devaccess':
      return through(all, (candidate) => device(machine, view, event, candidate))
    case 'polls':
      return through(all, (candidate) => polled(machine, view, event, candidate))
  }
}
