/** The code of generated binary programs: what they begin with, then scripts' plans compiled, pieces about the hypervisor, and instructions at random. */

import type { Effect, State, World } from '../spec/module/vocabulary.ts'
import { serviceNames, type ServiceName } from '../spec/hypercall/vocabulary.ts'
import { permission } from '../spec/partition/vocabulary.ts'
import { address, cycles, word, type Word } from '../spec/words/vocabulary.ts'
import { instructionOf } from '../spec/machine/instructions.ts'
import { portsOf, type Actor } from './actors.ts'
import type { Landmarks } from './addresses.ts'
import { drawCall, type Plan } from './calls.ts'
import { withAddresses } from './case.ts'
import type { Choices } from './choices.ts'
import { drawNext } from './effects.ts'
import { calling, compiled, loadedWith, type Code } from './guest-compiling.ts'
import { drawGuestFragment } from './guest-fragments.ts'
import { besideCode, type Layout } from './guest-layout.ts'
import type { GuestTaste } from './guest-tastes.ts'
import { assembled, immediately, nop, ofRegisters, register } from './machine-assembly.ts'
import { drawFragment } from './machine-fragments.ts'
import { pointer, type Position } from './machine-places.ts'
import { places } from './records.ts'
import type { Taste } from './tastes.ts'

/** Who gets a program. */
export interface Owner {
  readonly world: World
  readonly partition: number
  readonly layout: Layout
  readonly marks: Landmarks
  readonly taste: GuestTaste
  /** What its scripts' plans are drawn by. */
  readonly plans: Taste
  /** The start of the world with scripted programs alone. */
  readonly start: State
}

/** Words by their address. */
export type Words = Map<number, Word>

const may = ({ start, partition }: Owner, bits: number): boolean =>
  ((start.partitions[partition]?.permissions ?? 0) & bits) === bits

/** Who would be about to do something, had it a script: at the start, but for the ports that it has created since. */
const actorOf = (owner: Owner, created: ReadonlySet<number>, late: boolean): Actor | null => {
  const { world, partition, marks, plans, start } = owner
  const [core] = start.cores
  if (core === undefined) return null
  const all = start.ports.ports
  const state: State = {
    ...start,
    ports: { ...start.ports, ports: all.map((port, i) => (created.has(i) ? { ...port, created: true } : port)) },
  }
  return {
    world,
    partition,
    marks,
    ports: portsOf(world.configuration)[partition] ?? [],
    taste: plans,
    state,
    core: {
      ...core,
      timer: cycles(core.at + world.platform.cyclesPerTick),
      context: {
        level: may(owner, permission.SUPERVISOR) ? 'supervisor' : 'user',
        registers: { high: word(0), low: word(0) },
        work: { kind: 'none' },
        processor: null,
      },
    },
    virtualCore: 0,
    windowTicks: 2,
    late,
  }
}

/** Whether an effect is a store that the image can hold from the start: a whole word of the program's own data that holds nothing else. */
const preparedAs = (effect: Effect, { base, end, code, room }: Layout, data: Words): readonly [number, Word] | null => {
  if (effect.do !== 'access' || effect.kind !== 'store' || effect.size !== 4) return null
  const { at, value } = effect
  if (typeof at !== 'number' || typeof value !== 'number' || at % 4 !== 0) return null
  const isData = at >= base && at + 4 <= end && (at < code || at >= code + 4 * room)
  return isData && (data.get(at) ?? word(value)) === word(value) ? [at, word(value)] : null
}

/** The port that a call creates: by where its attributes usually stand. */
const createdBy = (effect: Effect, { ports, marks }: Actor): number | null => {
  if (effect.do !== 'call' || effect.call.service !== 'CREATE_PORT') return null
  const attributes = effect.call.arguments[2]
  const base = (marks.given[0]?.at ?? 0) + places.attributes
  return ports.find(({ index }) => base + 16 * (index % 16) === attributes)?.index ?? null
}

/** The calls that end the run, or what the caller does in it. */
const ending: ReadonlySet<ServiceName> = new Set(['RESTART_MODULE', 'SHUTDOWN_MODULE', 'unassigned_trap'])

/** What a script would do next, or any call, each as often. */
const drawPlan = (choices: Choices, actor: Actor): Plan => {
  if (!choices.percent(35)) return drawNext(choices, actor)
  const service = choices.of(serviceNames)
  return drawCall(choices, actor, ending.has(service) && !actor.late ? 'GET_ELAPSED_TICKS' : service)
}

/** A plan in machine code; what its records hold stands in the image, mostly, instead of being stored. */
const planned = (choices: Choices, owner: Owner, created: Set<number>, data: Words, late: boolean): Code => {
  const actor = actorOf(owner, created, late)
  if (actor === null) return []
  const prepares = choices.percent(75)
  return drawPlan(choices, actor).flatMap((drawn): Code => {
    const effect = withAddresses(drawn, (at) => besideCode(owner.layout, at))
    const ready = prepares ? preparedAs(effect, owner.layout, data) : null
    if (ready !== null) {
      data.set(...ready)
      return []
    }
    const made = createdBy(effect, actor)
    if (made !== null) created.add(made)
    return compiled(effect)
  })
}

/** Where the registers that point do. */
const pointers = (choices: Choices, owner: Owner): Code => {
  const { world, layout, marks } = owner
  const { platform } = world
  const trusted = may(owner, permission.SUPERVISOR) && choices.percent(75)
  const shared = marks.given.slice(1)
  const inShared = shared.length === 0 ? layout.end - 0x200 : choices.of(shared).at
  const edges = [
    layout.end,
    layout.end,
    layout.base,
    layout.base + 0x1000,
    ...shared.flatMap((s) => [s.at, s.at + s.bytes]),
  ]
  const elsewhere = trusted
    ? [inShared, layout.base]
    : [inShared, inShared, layout.base, platform.kernel.base, platform.contextTable, choices.of(marks.forbidden)]
  const beyond = trusted
    ? [inShared + 0x200, layout.data]
    : [platform.devicesAt + 0x200, inShared + 0x200, choices.of(marks.forbidden)]
  return [
    ...loadedWith(layout.data, pointer.data),
    ...loadedWith(choices.of(edges), pointer.edge),
    ...loadedWith(choices.of(elsewhere) & ~3, pointer.tables),
    ...loadedWith(choices.of(beyond) & ~3, pointer.devices),
    ...loadedWith(layout.code, pointer.code),
  ]
}

/** What most programs begin with: a frame, pointers, a trap table, interrupts let through. */
const beginning = (choices: Choices, owner: Owner): Code => {
  const { taste, layout } = owner
  const frame = choices.percent(94) ? [immediately('SUB', register.o + 6, 96, register.o + 6)] : []
  const traps = choices.percent(taste.takesTraps)
    ? [
        ...calling('set_tbr', [layout.base]),
        ...(choices.percent(70) ? calling('set_irq_mask', [choices.percent(70) ? 0xfffe : 0x400]) : []),
        ...calling('enable_traps'),
      ]
    : []
  const floats = choices.percent(taste.floats) ? calling('enable_fpu') : []
  return [...frame, ...pointers(choices, owner), ...traps, ...floats]
}

/** What a program does when it has done everything: again from the middle, nothing any more, or what lies behind it. */
const finishing = (choices: Choices, from: number, length: number): Code =>
  choices.weighted<Code>(
    [8, () => [assembled('BA', { disp22: from - length }), nop]],
    [2, () => [...calling('END_WINDOW'), assembled('BA', { disp22: -2 }), nop]],
    [2, () => [assembled('BA', { disp22: 0 }), ofRegisters('ADD', 1, 2, 1)]],
    [1, () => []],
  )

/**
 * How often, in percent, an instruction is left out: one that user level may not execute is an error, and at supervisor
 * level leaves what is specified, which ends the run; floats are an error for whom nobody lets enable them.
 */
const spared = (owner: Owner, code: Word, late: boolean): number => {
  const instruction = instructionOf(code)
  if (instruction === null) return 0
  if (instruction.privileged || instruction.name === 'CASA')
    return may(owner, permission.SUPERVISOR) ? (late ? 50 : 97) : late ? 20 : 70
  return instruction.traps.includes('fp_disabled') && !may(owner, permission.FPU_CONTROL) ? 85 : 0
}

/** How often a program with several virtual cores boots one, among pieces about the hypervisor. */
const BOOTS = 20

/** The code of a program; `data` gets what its records hold. */
export const drawCode = (choices: Choices, owner: Owner, data: Words): Code => {
  const { taste, layout, world, partition } = owner
  const { cores = 1 } = world.configuration.partitions[partition] ?? {}
  const own = { ...taste.own, booting: cores > 1 ? BOOTS + taste.own.booting : taste.own.booting }
  const length = Math.min(layout.room - 40, choices.percent(30) ? choices.between(8, 40) : choices.between(30, 300))
  const code: Word[] = [...beginning(choices, owner)]
  const begun = code.length
  const created = new Set<number>()
  while (code.length < length) {
    const at: Position = { index: code.length, length }
    const late = code.length > 0.7 * length
    const scene = {
      layout,
      at,
      cyclesPerTick: world.platform.cyclesPerTick,
      cores,
      late,
    }
    const drawn = choices.weighted<Code>(
      [taste.plans, () => planned(choices, owner, created, data, late)],
      [taste.pieces, () => drawGuestFragment(choices, own, scene)],
      [taste.instructions, () => drawFragment(choices, taste.machine, at)],
    )
    code.push(...drawn.map((each) => (choices.percent(spared(owner, each, late)) ? nop : each)))
  }
  const all = [...code, ...finishing(choices, Math.min(begun, code.length), code.length)]
  return all.slice(0, layout.room)
}

/** The words of code at an address. */
export const placedAt = (at: number, code: Code): readonly (readonly [number, Word])[] =>
  code.map((each, i) => [address(at + 4 * i), each])
