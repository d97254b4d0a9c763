/** The board's memory as its processor reaches it: translated, by physical address, or registers in alternate spaces. */

import * as E from 'fp-ts/lib/Either.js'
import { alternateSpace, type BoardPlatform, trapNumber } from '../../spec/machine/vocabulary.ts'
import { faultType, type AccessKind, type AccessType, type TableLevel } from '../../spec/mmu/vocabulary.ts'
import type { Address } from '../../spec/words/vocabulary.ts'
import type { Bus, Loaded, Refusal, Replacement, Stored, Width } from './bus.ts'
import { recorded } from './fault-registers.ts'
import { afterStore, found, placeAt, surroundings, type Place, type Surroundings } from './physical.ts'
import { loadedFromSpace, storedToSpace, typeInSpace } from './spaces.ts'
import { reached, trapOf } from './walk.ts'

/** An access that has found where it is to take place; `address` is of no account where nothing stands. */
interface Target {
  readonly surroundings: Surroundings
  readonly place: Place
  readonly address: Address
}

/** Whether the bus answers an access of a kind with an error. */
const isError = (place: Place, kind: AccessKind): boolean => {
  switch (place) {
    case 'memory':
      return false
    case 'read-only memory':
      return kind === 'store'
    case 'device':
      return kind === 'fetch'
    case 'nothing':
      return true
  }
}

/** An error of the bus: it is recorded if the MMU led there, by an entry of a level. */
const busError = (
  { variation }: BoardPlatform,
  s: Surroundings,
  kind: AccessKind,
  type: AccessType,
  at: Address,
  level: TableLevel | null,
): Refusal<Surroundings> => {
  if (level === null) return { trap: trapOf(kind), memory: s }
  const fault = recorded(variation.faultRecord, s.mmu.fault, {
    type: faultType.accessBus,
    level,
    access: type,
    address: at,
  })
  return { trap: trapOf(kind), memory: surroundings(s, { mmu: { ...s.mmu, fault } }) }
}

/** Where an access of a type to a virtual address takes place. */
const target = (
  platform: BoardPlatform,
  s: Surroundings,
  kind: AccessKind,
  type: AccessType,
  virtual: Address,
): E.Either<Refusal<Surroundings>, Target> => {
  const arrived = reached(platform, s, kind, type, virtual)
  if (E.isLeft(arrived)) return arrived
  const { surroundings: after, physical, level } = arrived.right
  if (physical === null) return E.right({ surroundings: after, place: 'nothing', address: virtual })
  const place = placeAt(platform.ramBytes, physical)
  const traps = isError(place, kind) && (kind === 'fetch' || platform.variation.unmapped === 'traps')
  return traps
    ? E.left(busError(platform, s, kind, type, virtual, level))
    : E.right({ surroundings: after, place, address: physical })
}

/** Where an access by its physical address takes place. */
const physicalTarget = (
  platform: BoardPlatform,
  s: Surroundings,
  kind: AccessKind,
  at: Address,
): E.Either<Refusal<Surroundings>, Target> => {
  const place = placeAt(platform.ramBytes, at)
  return isError(place, kind) && platform.variation.unmapped === 'traps'
    ? E.left({ trap: trapOf(kind), memory: s })
    : E.right({ surroundings: s, place, address: at })
}

/** Where a load or store in a space that is memory takes place; null if it is none. */
const targetInSpace = (
  platform: BoardPlatform,
  s: Surroundings,
  space: number,
  kind: 'load' | 'store',
  at: Address,
): E.Either<Refusal<Surroundings>, Target> | null => {
  if (space === alternateSpace.bypass) return physicalTarget(platform, s, kind, at)
  const type = typeInSpace(space, kind === 'store', platform.variation.alternateCheck)
  return type === null ? null : target(platform, s, kind, type, at)
}

const loadedAt = (goal: E.Either<Refusal<Surroundings>, Target>, width: Width): Loaded<Surroundings> =>
  E.isLeft(goal) ? goal : E.right(found(goal.right.surroundings, goal.right.place, goal.right.address, width))

const dataAccessException = (memory: Surroundings): E.Either<Refusal<Surroundings>, never> =>
  E.left({ trap: trapNumber.data_access_exception, memory })

const load =
  (platform: BoardPlatform): Bus<Surroundings>['load'] =>
  (s, space, at, width): Loaded<Surroundings> => {
    const goal = targetInSpace(platform, s, space, 'load', at)
    if (goal !== null) return loadedAt(goal, width)
    const read = width === 4 ? loadedFromSpace(platform, s, space, at) : null
    return read === null ? dataAccessException(s) : E.right(read)
  }

const store =
  (platform: BoardPlatform): Bus<Surroundings>['store'] =>
  (s, space, at, width, word, second): Stored<Surroundings> => {
    const goal = targetInSpace(platform, s, space, 'store', at)
    if (goal !== null) {
      if (E.isLeft(goal)) return goal
      const { surroundings: before, place, address } = goal.right
      return E.right(afterStore(before, place, address, width, word, second))
    }
    const after = width === 4 ? storedToSpace(platform, s, space, at, word) : null
    return after === null ? dataAccessException(s) : E.right(after)
  }

const exchange =
  (platform: BoardPlatform): Bus<Surroundings>['exchange'] =>
  (s, space, at, width, replacement: Replacement): Loaded<Surroundings> => {
    const goal = targetInSpace(platform, s, space, 'store', at)
    if (goal === null) return dataAccessException(s)
    if (E.isLeft(goal)) return goal
    const { surroundings: before, place, address } = goal.right
    const read = found(before, place, address, width)
    const replaced = replacement(read.word)
    if (replaced === null) return E.right(read)
    return E.right({ ...read, memory: afterStore(before, place, address, width, replaced, 0) })
  }

/** The bus of a board. */
export const boardBus = (platform: BoardPlatform): Bus<Surroundings> => ({
  fetch: (s, level, at) => loadedAt(target(platform, s, 'fetch', level === 'user' ? 2 : 3, at), 4),
  load: load(platform),
  store: store(platform),
  exchange: exchange(platform),
  readAncillary: platform.variation.readAncillary,
})
