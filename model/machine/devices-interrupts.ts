/** The interrupt controller: levels that wait, the one that is requested, its registers. Source: GRLIB IRQMP; `spec/machine/step.md`. */

import type { InterruptAcknowledge, InterruptController } from '../../spec/machine/vocabulary.ts'
import { word, type Word } from '../../spec/words/vocabulary.ts'

/** Levels 15 to 1, a bit each. */
const levels = 0xfffe

/** The highest level of a set, 0 of none. */
const highest = (set: number): number => 31 - Math.clz32(set | 1)

/** The level that the controller requests, 0 if none: those of the priority register before all others. */
export const requestedBy = ({ priority, pending, force, mask }: InterruptController): number => {
  const wanted = (pending | force) & mask
  return wanted === 0 ? 0 : highest(wanted & priority) || highest(wanted)
}

/** With levels pending that a device raised: a bit each. */
export const raised = (controller: InterruptController, which: number): InterruptController =>
  (controller.pending | which) === controller.pending
    ? controller
    : { ...controller, pending: controller.pending | which }

/** After the processor took the interrupt of a level. */
export const acknowledgedBy = (
  controller: InterruptController,
  level: number,
  acknowledge: InterruptAcknowledge,
): InterruptController => {
  const bit = 1 << level
  const { pending, force } = controller
  const forced = (force & bit) !== 0
  const cleared = forced && acknowledge === 'force first' ? pending : pending & ~bit
  return { ...controller, force: force & ~bit, pending: cleared }
}

/** The register at an offset from the controller's address, as it is read. */
export const interruptWord = (controller: InterruptController, offset: number): Word => {
  switch (offset) {
    case 0x00:
      return word(controller.priority)
    case 0x04:
      return word(controller.pending)
    case 0x08:
    case 0x80:
      return word(controller.force)
    case 0x14:
      return word(controller.broadcast)
    case 0x40:
      return word(controller.mask)
    default:
      return word(0)
  }
}

/** After a store to the register at an offset. */
export const withInterruptWord = (
  controller: InterruptController,
  offset: number,
  value: Word,
): InterruptController => {
  const given = value & levels
  switch (offset) {
    case 0x00:
      return { ...controller, priority: given }
    case 0x04:
      return { ...controller, pending: given }
    case 0x08:
      return { ...controller, force: given }
    case 0x0c:
      return { ...controller, pending: controller.pending & ~given }
    case 0x14:
      return { ...controller, broadcast: given }
    case 0x40:
      return { ...controller, mask: given }
    case 0x80:
      return { ...controller, force: (controller.force | given) & ~((value >>> 16) & levels) }
    default:
      return controller
  }
}
