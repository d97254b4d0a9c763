/** A trace of a small module, made by a scheduler of its own and not by the model: as long as is asked for. */

import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'

const partition = (id: number, name: string, port: string): string => `
  <Partition PartitionIdentifier="${id}" PartitionName="${name}" Criticality="LEVEL_A" EntryPoint="entry_func" SystemPartition="false">
    <Sampling_Port Name="${port}" Direction="${id === 1 ? 'SOURCE' : 'DESTINATION'}" MaxMessageSize="16" RefreshRateSeconds="0.5"/>
    <PartitionConfiguration Personality="BARE" Cores="1"><Libs>LIBAIR</Libs><Devices></Devices><Cache>CODE; DATA</Cache><Memory Size="0x100000"/><Permissions>MODULE_CONTROL</Permissions></PartitionConfiguration>
  </Partition>`

const share = (id: number, name: string, window: number, start: string): string => `
    <Partition_Schedule PartitionIdentifier="${id}" PartitionName="${name}" PeriodSeconds="0.05" PeriodDurationSeconds="0.02" SetModuleSchedule="false">
      <Window_Schedule WindowIdentifier="${window}" PartitionPeriodStart="true" WindowStartSeconds="${start}" WindowDurationSeconds="0.02"/>
    </Partition_Schedule>`

/** Two partitions, two ticks each, and an idle tick, a hundred ticks a second. */
export const configurationText = `<?xml version="1.0" encoding="UTF-8"?>
<ARINC_653_Module ModuleName="recorded">${partition(1, 'one', 'SW')}${partition(2, 'two', 'SR')}
  <Module_Schedule ScheduleIdentifier="1" ScheduleName="s" InitialModuleSchedule="true" MajorFrameSeconds="0.05">${share(1, 'one', 101, '0.0')}${share(2, 'two', 102, '0.02')}
  </Module_Schedule>
  <Connection_Table>
    <Channel ChannelIdentifier="1" ChannelName="c"><Source><Standard_Partition PartitionIdentifier="1" PartitionName="one" PortName="SW"/></Source><Destination><Standard_Partition PartitionIdentifier="2" PartitionName="two" PortName="SR"/></Destination></Channel>
  </Connection_Table>
  <AIR_Configuration TicksPerSecond="100" RequiredCores="1"/>
</ARINC_653_Module>
`

export type Fields = Readonly<Record<string, unknown>>

const names = ['one', 'two'] as const
const windows = [101, 102] as const

/** The position of the partition whose window a tick of the frame lies in; null for the idle one. */
const runnerAt = (frame: number): 0 | 1 | null => (frame < 2 ? 0 : frame < 4 ? 1 : null)

/** Who does something, and when. */
interface Instant {
  readonly tick: number
  readonly part: string
}

const trap = ({ tick, part }: Instant, more: Fields): Fields => ({
  ev: 'trap',
  tick,
  mtf_tick: tick % 5,
  part,
  user: true,
  pc: '0x41000100',
  npc: '0x41000104',
  ...more,
})

const rett = ({ tick, part }: Instant, of: string, i0: number, i1 = 0): Fields => ({
  ev: 'rett',
  tick,
  part,
  of,
  user: true,
  to: '0x41000104',
  i0,
  i1,
})

/** A call of the operating system, what the kernel shows while it serves it, and its result. */
const call = (
  at: Instant,
  nr: number,
  name: string,
  args: readonly number[],
  i0: number,
  shown: readonly Fields[] = [],
  more: Fields = {},
  result: Fields = {},
): readonly Fields[] => [
  trap(at, { tt: 128, kind: 'oscall', nr, name, args, ...more }),
  ...shown,
  { ...rett(at, name, i0, args[1]), ...result },
]

/** A call of the processor, which leaves its registers to chance. */
const processorCall = (at: Instant, nr: number, name: string, args: readonly number[] = []): readonly Fields[] => [
  trap(at, { tt: 130, kind: 'pvcall', nr, name, args }),
  rett(at, name, 0x4000d998),
]

/** A division by zero, left to the guest, which handles it. */
const fault = (at: Instant): readonly Fields[] => [
  ...processorCall(at, 3, 'enable_traps'),
  trap(at, { tt: 42, kind: 'fault', name: 'division_by_zero', insn: '0xb8770001' }),
  { ev: 'vtrap', ...at, of: 'division_by_zero', user: true, handler: '0x410014f8' },
  ...call(at, 33, 'GET_HM_EVENT', [0x41000500], 0),
  ...processorCall(at, 10, 'rett', [0x41000104, 0x41000108]),
]

/** What a guest does in its first tick. */
const firstCalls = (at: Instant): readonly Fields[] => [
  ...call(at, 22, 'CREATE_PORT', [2, 0x41000600, 0x41000640, 0x41000680], 0, [], {
    str: at.part === 'one' ? 'SW' : 'SR',
    // Direction, 16 bytes, half a second.
    memory: [{ at: 0x41000640, bytes: `0000000${at.part === 'one' ? 0 : 1}00000010000000001dcd6500` }],
  }),
  // The time of the last switch, the schedule in force, the next one.
  ...call(
    at,
    15,
    'GET_SCHEDULE_STATUS',
    [0x41000800],
    0,
    [],
    {},
    {
      memory: [{ at: 0x41000800, bytes: '00000000000000000000000100000001' }],
    },
  ),
  ...call(at, 13, 'SET_PARTITION_MODE', [0xffffffff, 3], 0, [{ ev: 'pstate', ...at, mode: 'NORMAL' }]),
  ...(at.part === 'one' ? call(at, 24, 'WRITE_PORT', [2, 0, 0x41000700, 5], 0) : fault(at)),
]

/** What a guest does in each of its ticks. */
const calls = (tick: number, p: 0 | 1): readonly Fields[] => {
  const at = { tick, part: names[p] }
  return [
    ...(tick === 2 * p ? firstCalls(at) : []),
    ...call(at, 5, 'GET_CORE_ID', [], 0),
    ...call(at, 14, 'GET_SCHEDULE_ID', [0x41000200, 0x41000300], 0, [], { str: 's' }),
    ...call(at, 13, 'SET_PARTITION_MODE', [0xffffffff, 3], 1),
    ...call(at, 36, 'PRINT', [0x41000400, 5], 5, [], { text: 'hello' }),
  ]
}

/** What the kernel does at the beginning of a window. */
const dispatch = (tick: number): readonly Fields[] => {
  const frame = tick % 5
  const p = runnerAt(frame)
  const before = runnerAt((frame + 4) % 5)
  const ctx = { ev: 'mmu_ctx', tick, part: p === null ? null : names[p], ctx: p }
  return [
    ...(before === null || tick === 0 ? [] : [{ ev: 'pstate', tick, part: names[before], state: 'READY', window: -1 }]),
    ...(p === null ? [] : [{ ev: 'pstate', tick, part: names[p], state: 'RUNNING', window: windows[p] }]),
    {
      ev: 'switch',
      tick,
      mtf_tick: frame,
      next_switch: frame === 4 ? 5 : frame + 2,
      ctx: p,
      part: p === null ? null : names[p],
      window: p === null ? null : windows[p],
      sched: 1,
      next_sched: 1,
    },
    ...(p === null || tick === 0 ? [] : [ctx]),
  ]
}

/** One tick: the interrupt, what the kernel makes of it, the return, and what the guest does then. */
const ticked = (tick: number): readonly Fields[] => {
  const [was, now] = [tick === 0 ? null : runnerAt((tick + 4) % 5), runnerAt(tick % 5)]
  const partOf = (p: 0 | 1 | null): string | null => (p === null ? null : names[p])
  return [
    {
      ev: 'trap',
      tick: tick - 1,
      mtf_tick: tick === 0 ? 0 : (tick - 1) % 5,
      tt: 22,
      part: partOf(was),
      user: was !== null,
      pc: '0x41000104',
      kind: 'irq',
      level: 6,
    },
    ...([0, 2, 4].includes(tick % 5) ? dispatch(tick) : []),
    { ev: 'rett', tick, part: partOf(now), of: 'irq6', user: now !== null },
    ...(now === null ? [] : calls(tick, now)),
  ]
}

/** The events of so many ticks, numbered. */
export function* events(ticks: number): Generator<Fields> {
  let n = 0
  const numbered = (fields: Fields): Fields => ({ n: n++, ...fields })
  yield numbered({ ev: 'meta', format: 1 })
  for (const part of names)
    yield numbered({
      ev: 'pstate',
      tick: -1,
      part,
      mode: 'COLD_START',
      state: 'NOT_RUN',
      perm: '0x40',
      start_cond: 0,
      restarts: 0,
      window: -1,
    })
  for (let tick = 0; tick < ticks; tick++) for (const fields of ticked(tick)) yield numbered(fields)
  yield numbered({ ev: 'end' })
}

/** Writes the configuration and these events into a directory. */
export const written = (
  directory: string,
  all: Iterable<Fields>,
): { readonly config: string; readonly trace: string } => {
  const [config, trace] = [join(directory, 'recorded.xml'), join(directory, 'recorded.jsonl')]
  writeFileSync(config, configurationText)
  const file = openSync(trace, 'w')
  let lines: string[] = []
  for (const fields of all) {
    lines.push(`${JSON.stringify(fields)}\n`)
    if (lines.length >= 10_000) {
      writeSync(file, lines.join(''))
      lines = []
    }
  }
  writeSync(file, lines.join(''))
  closeSync(file)
  return { config, trace }
}
