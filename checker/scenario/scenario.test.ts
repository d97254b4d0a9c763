/** Every kind of expectation can fail, and says what came instead; what is expected rightly passes. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isLeft } from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { impossible, type ProfileId } from '../../spec/statement.ts'
import type { Engine, EngineMaker } from '../../properties/hunt.ts'
import { genuine } from '../program/engine.ts'
import { root } from '../program/project.ts'
import { scenarioIn } from './read.ts'
import { passed, runUnder, type Ran } from './run.ts'

const FILE = join(root, 'scenarios/inline.scenario')

/** Runs the lines of a body on a configuration. */
const ran = (
  body: string,
  {
    configuration = 'two',
    ticks = 40,
    profile = 'air-requirements',
    make = genuine,
  }: {
    readonly configuration?: string
    readonly ticks?: number
    readonly profile?: ProfileId
    readonly make?: EngineMaker
  } = {},
): Ran => {
  const header = `scenario "inline"\nconfiguration configurations/${configuration}.xml anyway\nticks ${ticks}\n`
  const read = scenarioIn(FILE, header + body)
  if (isLeft(read)) return impossible(JSON.stringify(read.left), 'the lines of these tests are well written')
  return runUnder(read.right, profile, make)
}

/** What was expected and what came, of everything that does not hold. */
const wrong = (one: Ran): readonly string[] =>
  one.told.flatMap(({ verdict }) => (verdict === null ? [] : [`expected ${verdict.expected}, got ${verdict.got}`]))

/** Lines of P0 with one wrong expectation, what is said of it, and what should have been written. */
const inScripts: readonly (readonly [wrongly: string, said: string, rightly: string])[] = [
  [
    'call SET_SCHEDULE stretched => INVALID_CONFIG',
    'expected INVALID_CONFIG, got NO_ERROR',
    'call SET_SCHEDULE stretched => NO_ERROR',
  ],
  ['load own+4 => value 1', 'expected value 1, got value 0', 'load own+4 => value 0'],
  ['load own+4 => value at least 1', 'expected value at least 1, got value 0', 'load own+4 => value at most 1'],
  [
    'load own+4 => value as x\n  load own+4 => value x+1',
    'expected value 1, got value 0',
    'load own+4 => value as x\n  load own+4 => value x',
  ],
  ['call GET_ELAPSED_TICKS => value 7', 'expected value 7, got value 0', 'call GET_ELAPSED_TICKS => value 0'],
  ['load 0x10 => done', 'expected done, got trap data_access_exception', 'load 0x10 => trap data_access_exception'],
  ['load 0x10', 'expected done, got trap data_access_exception', 'load 0x10 => trap'],
  [
    'load own+1 => trap data_access_exception',
    'expected trap data_access_exception, got trap mem_address_not_aligned',
    'load own+1 => trap mem_address_not_aligned',
  ],
  ['store own 1 => trap', 'expected a trap, got done', 'store own 1 => done'],
  ['privileged => done', 'expected done, got trap privileged_instruction', 'privileged => trap privileged_instruction'],
  [
    'call SET_PARTITION_MODE self NORMAL => no return',
    'expected no return, got NO_ERROR',
    'call SET_PARTITION_MODE self IDLE => no return',
  ],
  [
    'call SET_PARTITION_MODE self IDLE => NO_ERROR',
    'expected NO_ERROR, got no return',
    'call SET_PARTITION_MODE self IDLE => no return',
  ],
  ['fault division_by_zero => reset', 'expected reset, got trap division_by_zero', 'fault division_by_zero'],
  [
    'fault division_by_zero => shutdown',
    'expected shutdown, got trap division_by_zero',
    'fault division_by_zero => trap',
  ],
  ['store own 1 => left', 'expected left, got done', 'store own 1'],
  ['store own 1 => loops', 'expected loops, got done', 'store own 1'],
  ['store own 1 => never', 'expected never, got done', 'call SET_PARTITION_MODE self IDLE\n  store own 1 => never'],
  [
    'call GET_PARTITION_STATUS => NO_ERROR mode=NORMAL',
    'expected mode NORMAL, got COLD_START',
    'call GET_PARTITION_STATUS => NO_ERROR mode=COLD_START',
  ],
  [
    'call GET_SCHEDULE_STATUS => NO_ERROR next=stretched',
    'expected next stretched, got nominal',
    'call GET_SCHEDULE_STATUS => NO_ERROR next=nominal',
  ],
  [
    'call GET_PARTITION_ID "P1" => NO_ERROR identifier=P0',
    'expected identifier P0, got P1',
    'call GET_PARTITION_ID "P1" => NO_ERROR identifier=P1',
  ],
  [
    'store own 1\n  expect partition P0 mode IDLE',
    'expected partition P0 mode IDLE, got COLD_START',
    'store own 1\n  expect partition P0 mode COLD_START',
  ],
  [
    'store own 1\n  expect partition P0 state READY',
    'expected partition P0 state READY, got RUNNING',
    'store own 1\n  expect partition P0 state RUNNING',
  ],
  ['expect partition P1 runs yes', 'expected partition P1 runs yes, got no', 'expect partition P0 runs yes'],
  ['expect partition P0 window 11', 'expected partition P0 window 11, got 10', 'expect partition P0 window 10'],
  [
    'expect partition P0 events CLOCKTICK',
    'expected partition P0 events CLOCKTICK, got SCHEDULE_START+PERIOD_START+WINDOW_START',
    'expect partition P0 events WINDOW_START+PERIOD_START+SCHEDULE_START',
  ],
  ['expect schedule stretched', 'expected schedule stretched, got nominal', 'expect schedule nominal'],
  ['expect next schedule stretched', 'expected next schedule stretched, got nominal', 'expect next schedule nominal'],
  ['expect log entries 1', 'expected log entries 1, got 0', 'expect log entries 0'],
  [
    'expect log error DIV0',
    'expected log error DIV0, got nothing',
    'fault division_by_zero\n  expect log error DIV0 partition P0 level PARTITION',
  ],
  [
    'fault division_by_zero\n  expect log partition P1',
    'expected log partition P1, got P0',
    'fault division_by_zero\n  expect log partition P0',
  ],
  [
    'store own+8 5\n  expect memory own+8 6',
    'expected memory own+8 6, got 5',
    'store own+8 5\n  expect memory own+8 5',
  ],
  ['expect memory of P1 own+8 6', 'expected memory own+8 6, got 0', 'expect memory of P1 own+8 0'],
  ['expect core 0 runs P1', 'expected core 0: partition at position 2, got 1', 'expect core 0 runs P0'],
  ['expect module resets 1', 'expected module resets 1, got 0', 'expect module resets 0'],
  [
    'wait for window 11\n  store own 1',
    'expected to be done, got it was never done',
    'wait for window 10\n  store own 1',
  ],
  ['compute 50 ticks', 'expected to be done, got it was never done', 'compute 5 ticks'],
  ['call raise_event DIV0 => no return', 'expected no return, got done', 'call raise_event DIV0 => done'],
]

describe('what a script expects', () => {
  test.each(inScripts)('%s', (wrongly, said, rightly) => {
    const failing = ran(`partition P0\n  ${wrongly}\n`)
    expect(wrong(failing)).toContain(said)
    expect(passed(failing)).toBe(false)
    expect(wrong(ran(`partition P0\n  ${rightly}\n`))).toEqual([])
  })
})

describe('what is to be seen of the module', () => {
  test.each([
    ['at tick 10: core 0 runs P0', 'expected core 0: partition at position 1, got 2'],
    ['at tick 10: core 0 runs nobody', 'expected core 0: partition at position 0, got 2'],
    ['at end: schedule stretched', 'expected schedule stretched, got nominal'],
    ['at end: module shutdown yes', 'expected module shutdown yes, got no'],
    ['at tick 0: partition P1 mode NORMAL', 'expected partition P1 mode NORMAL, got COLD_START'],
    ['at tick 400: schedule nominal', 'expected tick 400, got the run ended before it (at tick 40)'],
  ])('%s', (line, said) => {
    expect(wrong(ran(`module\n  at end: module tick 40\n  ${line}\n`))).toEqual([said])
  })
})

test('messages and ports', () => {
  const body = (message: string, freshness: string): string => `partition P1
  create sampling "out"
  create sampling "in"
  write sampling "out" "abc" => NO_ERROR
  expect port P0 "in" freshness ${freshness} created no
partition P0
  wait for next frame
  create sampling "in"
  read sampling "in" => NO_ERROR message="${message}" length=3
`
  const options = { configuration: 'sampling' }
  expect(wrong(ran(body('abc', 'NEW'), options))).toEqual([])
  expect(wrong(ran(body('abd', 'EMPTY'), options))).toEqual([
    'expected port in freshness EMPTY, got NEW',
    'expected message "abd", got "abc"',
  ])
})

test('what comes from outside', () => {
  const body =
    'module\n  event at tick 5: request stretched\n  at tick 29: next schedule stretched\n  at tick 30: schedule '
  expect(wrong(ran(`${body}stretched\n`))).toEqual([])
  expect(wrong(ran(`${body}nominal\n`))).toEqual(['expected schedule nominal, got stretched'])
  const power =
    'module\n  event at tick 5: power failure\n  event at tick 6: interrupt core 0\n  at end: log error POWER partition module level '
  expect(wrong(ran(`${power}MODULE\n`))).toEqual([])
  expect(wrong(ran(`${power}PARTITION\n`))).toEqual(['expected log level PARTITION, got MODULE'])
})

test('a handler is looked at each time it runs', () => {
  const body = (error: string): string => `partition P0
  call enable_traps
  load 0x10 => trap
  compute 10 cycles
  fault division_by_zero
  compute 10 cycles
handler P0
  call GET_HM_EVENT => NO_ERROR error=${error}
  call rett
`
  expect(wrong(ran(body('SEGMENTATION')))).toEqual(['expected error SEGMENTATION, got DIV0'])
  expect(wrong(ran(body('DIV0')))).toEqual(['expected error DIV0, got SEGMENTATION'])
})

test('a handler that never runs was not as expected', () => {
  expect(wrong(ran('handler P0\n  call rett\n'))).toEqual(['expected to be done, got it was never done'])
})

test('the profile decides', () => {
  const body = `partition P0
  trap 0x81
    under air-requirements => done
    under air-5.6.2 => loops
`
  expect(wrong(ran(body, { ticks: 5 }))).toEqual([])
  expect(wrong(ran(body, { ticks: 5, profile: 'air-5.6.2' }))).toEqual([])
  const other = body.replace('=> done', '=> loops').replace('air-5.6.2 => loops', 'air-5.6.2 => done')
  expect(wrong(ran(other, { ticks: 5 }))).toEqual(['expected loops, got done'])
  expect(wrong(ran(other, { ticks: 5, profile: 'air-5.6.2' }))).toEqual(['expected done, got loops'])
})

test('a log that is locked for ever', () => {
  const body = (outcome: string): string => `partition P0
  fault division_by_zero => trap
  call GET_HM_EVENT => NO_ERROR
  call POP_FROM_HM_LOG entry=0x10 => INVALID_POINTER
  fault division_by_zero
    => ${outcome}
module
  at end: module hung ${outcome === 'hung' ? 'yes' : 'no'}
`
  const options = { configuration: 'supervisor' }
  expect(wrong(ran(body('trap'), options))).toEqual([])
  expect(wrong(ran(body('hung'), { ...options, profile: 'air-5.6.2' }))).toEqual([])
  expect(wrong(ran(body('trap'), { ...options, profile: 'air-5.6.2' }))).toEqual([
    'expected a trap, got hung',
    'expected module hung no, got yes',
  ])
})

test('the example of the documentation', () => {
  const page = readFileSync(join(root, 'docs/scenario.md'), 'utf8')
  const [, example = ''] = /```\n(scenario .*?)```/s.exec(page) ?? []
  const read = scenarioIn(FILE, example)
  expect(isLeft(read) ? read.left : []).toEqual([])
  if (isLeft(read)) return
  for (const profile of read.right.profiles) expect(wrong(runUnder(read.right, profile, genuine))).toEqual([])
})

test('a failed expectation names its place and the row that decided', () => {
  const [told] = ran('partition P1\n  step 3 "asks"\n  call SET_SCHEDULE stretched => NO_ERROR\n').told
  expect(told).toEqual({
    line: 6,
    column: 34,
    step: 3,
    partition: 'P1',
    says: 'call SET_SCHEDULE stretched => NO_ERROR',
    tick: 10,
    row: 'SET_SCHEDULE.1',
    verdict: { expected: 'NO_ERROR', got: 'INVALID_CONFIG' },
  })
})

test('an emulator that parts from the model fails the scenario', () => {
  const parting: EngineMaker = (world): Engine => {
    const engine = genuine(world)
    let steps = 0
    return {
      load: (run) => engine.load(run),
      step: () => {
        steps++
        engine.step()
      },
      digest: () => (steps < 9 ? engine.digest() : { high: 1, low: 1 }),
      abstract: () => engine.abstract(),
      physicalWord: (at) => engine.physicalWord(at),
      cachedTranslations: (core) => engine.cachedTranslations(core),
      get left() {
        return engine.left
      },
    }
  }
  const body = 'partition P0\n  store own 1 => done\n'
  expect(passed(ran(body))).toBe(true)
  const apart = ran(body, { make: parting })
  expect(wrong(apart)).toEqual([])
  expect(apart.finding?.step).toBe(9)
  expect(passed(apart)).toBe(false)
})
