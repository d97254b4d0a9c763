/** The contexts of a state as the statements about processors see them. */

import type { ContextView, WaitingView } from '../guest/context-statements.ts'
import type { Path } from '../statement.ts'
import type { ModuleContext, Secondary, State, World } from './vocabulary.ts'

const doingIn = ({ work }: ModuleContext): ContextView['doing'] => {
  switch (work.kind) {
    case 'none':
    case 'compute':
      return program
    case 'call':
    case 'copy':
    case 'trap':
      return { kind: 'kernel', from: work.from }
    case 'reload':
    case 'idle':
      return nobody
  }
}
const program = { kind: 'program' } as const
const nobody = { kind: 'nothing' } as const

/** Every context that has a processor or should have one: of who runs on each core, and as each partition and secondary left its last one. */
export const contextViews = (
  { images = [] }: World,
  secondaries: readonly Secondary[],
  { time, cores, partitions, secondaries: saved }: State,
): readonly ContextView[] => {
  const viewOf = (context: ModuleContext, p: number | undefined, at: () => Path): readonly ContextView[] => {
    const { level, processor, registers } = context
    const binary = p !== undefined && images[p] != null
    if (processor === null && !binary) return scripted
    return [{ at: at(), level, processor, registers, doing: doingIn(context), binary }]
  }
  return [
    ...cores.flatMap(({ context }, c) =>
      viewOf(context, time.cores[c]?.running?.partition, () => ['cores', c, 'context']),
    ),
    ...partitions.flatMap(({ context }, p) => viewOf(context, p, () => ['partitions', p, 'context'])),
    ...saved.flatMap((context, k) => viewOf(context, secondaries[k]?.partition, () => ['secondaries', k])),
  ]
}
const scripted: readonly ContextView[] = []

/** Whether anybody has a processor. */
const anyProcessor = ({ cores, partitions, secondaries }: State): boolean =>
  cores.some(({ context }) => context.processor !== null) ||
  partitions.some(({ context }) => context.processor !== null) ||
  secondaries.some(({ processor }) => processor !== null)

const noneWaits: readonly WaitingView[] = []

/** The processors of all programs, the partitions’ and then the secondaries’; nothing where there is none at all. */
export const waitingViews = (secondaries: readonly Secondary[], state: State): readonly WaitingView[] => {
  if (!anyProcessor(state)) return noneWaits
  const { time, cores, partitions, secondaries: saved } = state
  const viewOf = (context: ModuleContext, partition: number, virtualCore: number, at: Path): WaitingView => {
    const core = time.cores.findIndex(
      ({ running }) => running?.partition === partition && running.virtualCore === virtualCore,
    )
    const now = cores[core]?.context
    const runs = now === undefined ? null : { processor: now.processor, alone: doingIn(now).kind !== 'kernel' }
    return { at, left: context.processor, runs }
  }
  return [
    ...partitions.map(({ context }, p) => viewOf(context, p, 0, ['partitions', p, 'context', 'processor'])),
    ...saved.map((context, k) => {
      const { partition = 0, virtualCore = 0 } = secondaries[k] ?? {}
      return viewOf(context, partition, virtualCore, ['secondaries', k, 'processor'])
    }),
  ]
}
