/** What a trace has said so far of modes, states and spaces; and where that is not what the model has. */

import { hex } from '../../properties/telling-effects.ts'
import { permission, startConditionNumber } from '../../spec/partition/vocabulary.ts'
import type { ModuleConfiguration, State } from '../../spec/module/vocabulary.ts'
import type { Event, EventOf } from './event.ts'

type Fields = Pick<EventOf<'pstate'>, 'mode' | 'state' | 'perm' | 'start_cond' | 'restarts' | 'window'>

export interface View {
  /** By partition, as far as it was said. */
  readonly partitions: readonly Fields[]
  /** The space in force; null before anything was said of it. */
  readonly space: number | null
  /** Whom the last window that was shown belongs to. */
  readonly owner: string | null
  /** The level of the clock's interrupt; null before the first one. */
  readonly clock: number | null
}

export const nothingSaid = ({ partitions }: ModuleConfiguration): View => ({
  partitions: partitions.map(() => ({})),
  space: null,
  owner: null,
  clock: null,
})

/** A field that is not as recorded. */
export const differing = (
  name: string,
  recorded: unknown,
  model: unknown,
  shown: (value: number) => string = String,
) => {
  const text = (value: unknown): string => (typeof value === 'number' ? shown(value) : String(value))
  return recorded === undefined || recorded === model
    ? []
    : [`${name}: the trace has ${text(recorded)}, the model ${text(model)}`]
}

/** Where what is said of a partition is not what the model has. */
export const partitionDiffers = (name: string, said: Fields, now: Required<Fields>): readonly string[] => [
  ...differing(`mode of ${name}`, said.mode, now.mode),
  ...differing(`state of ${name}`, said.state, now.state),
  ...differing(`permissions of ${name}`, said.perm, now.perm, hex),
  ...differing(`start condition of ${name}`, said.start_cond, now.start_cond),
  ...differing(`restarts of ${name}`, said.restarts, now.restarts),
  ...differing(`window of ${name}`, said.window, now.window),
]

/** What a partition of the model shows. */
export const fieldsOf = (state: State, p: number): Required<Fields> | null => {
  const partition = state.partitions[p]
  return partition === undefined
    ? null
    : {
        mode: partition.mode,
        state: partition.state,
        perm: partition.permissions,
        start_cond: startConditionNumber[partition.startCondition],
        restarts: partition.restarts,
        window: partition.window,
      }
}

/** What a partition shows before the first tick. */
export const fieldsBefore = ({ partitions }: ModuleConfiguration, p: number): Required<Fields> => ({
  mode: 'COLD_START',
  state: 'NOT_RUN',
  perm: partitions[p]?.permissions.reduce((bits, name) => bits | permission[name], 0) ?? 0,
  start_cond: startConditionNumber.NORMAL_START,
  restarts: 0,
  window: -1,
})

/** Changes that the model has made and the trace has not shown. */
export const unseen = ({ partitions }: ModuleConfiguration, view: View, state: State): readonly string[] => [
  ...partitions.flatMap(({ name }, p) => {
    const now = fieldsOf(state, p)
    const said = view.partitions[p]
    return now === null || said === undefined ? [] : partitionDiffers(name, said, now)
  }),
  ...(view.space === null || state.cores[0]?.space === null
    ? []
    : differing('space in force', view.space, state.cores[0]?.space)),
]

/** What has been said after an event. */
export const said = ({ partitions }: ModuleConfiguration, view: View, event: Event): View => {
  switch (event.ev) {
    case 'meta':
      return { ...view, clock: event.clock_level ?? null }
    case 'trap':
      return event.kind === 'irq' && view.clock === null ? { ...view, clock: event.level } : view
    case 'pstate': {
      const { mode, state, perm, start_cond, restarts, window } = event
      const fields = Object.entries({ mode, state, perm, start_cond, restarts, window })
      const changed = Object.fromEntries(fields.filter(([, value]) => value !== undefined))
      const at = partitions.findIndex(({ name }) => name === event.part)
      return { ...view, partitions: view.partitions.map((one, p) => (p === at ? { ...one, ...changed } : one)) }
    }
    case 'mmu_ctx':
      return { ...view, space: event.ctx }
    case 'switch':
      return { ...view, owner: event.part }
    case 'end':
    case 'rett':
    case 'vtrap':
    case 'devaccess':
    case 'polls':
    case 'repeated':
      return view
  }
}
