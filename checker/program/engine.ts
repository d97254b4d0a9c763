/** What is held against the model: the emulator, or one with a fault of the catalogue in it. */

import { isLeft, left, right, type Either } from 'fp-ts/lib/Either.js'
import { Emulator } from '../../impl/module.ts'
import type { EngineMaker } from '../../properties/hunt.ts'

/** The emulator's sources with a fault in them, by path; null for the emulator as it is. Threads are given these, not the fault. */
export type Seeded = Readonly<Record<string, string>> | null

export const genuine: EngineMaker = (world) => new Emulator(world)

/** What is said of a fault that the catalogue does not have. */
export const unknownFault = async (fault: string, ids: readonly string[]): Promise<string> => {
  const { nearest } = await import('../report/wrapping.ts')
  const near = nearest(fault, ids)
  return `there is no fault ${fault}; ${near.length > 0 ? `did you mean ${near.join(', ')}?` : '"bulkhead spec --faults" lists them'}`
}

/** The sources with this fault in them, or why there are none. */
export const seededWith = async (fault: string | null): Promise<Either<string, Seeded>> => {
  if (fault === null) return right(null)
  const [{ faultOf, faults }, { emulatorSources, faultySources, notOfModules }] = await Promise.all([
    import('../faults/catalogue.ts'),
    import('../faults/load.ts'),
  ])
  const known = faultOf(fault)
  if (known === undefined)
    return left(
      await unknownFault(
        fault,
        faults.map(({ id }) => id),
      ),
    )
  const elsewhere = notOfModules(known)
  if (elsewhere !== null) return left(elsewhere)
  const sources = await faultySources(known, emulatorSources())
  return isLeft(sources) ? sources : right(Object.fromEntries(sources.right))
}

/** A maker of engines from these sources. */
export const engineFrom = async (seeded: Seeded): Promise<Either<string, EngineMaker>> => {
  if (seeded === null) return right(genuine)
  const { loadEmulator } = await import('../faults/load.ts')
  return loadEmulator(new Map(Object.entries(seeded)))
}
