/** A broken scenario is refused with the place at which it is broken, and what to write instead. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isLeft } from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { smallElf } from '../image/elf.fixture.ts'
import { root } from '../program/project.ts'
import { scenarioIn } from './read.ts'

const FILE = join(root, 'scenarios/inline.scenario')
const CLOCK = '"../examples/guests/elf/clock.elf"'
const HEADER = 'scenario "inline"\nconfiguration configurations/both-kinds.xml\nticks 40\n'

/** `line:column code message` of everything that is wrong. */
const wrong = (text: string): readonly string[] => {
  const read = scenarioIn(FILE, text)
  return isLeft(read) ? read.left.map(({ line, column, code, message }) => `${line}:${column} ${code} ${message}`) : []
}

test('what is well written is read', () => {
  expect(wrong(`${HEADER}# nothing happens\n`)).toEqual([])
})

describe('headers', () => {
  test.each([
    ['', '1:1 SCENARIO-4 the header has no line "scenario …" before this'],
    ['scenario inline\n', '1:10 SCENARIO-1 "inline" stands where its title between quotation marks must be'],
    ['scenario "a"\nticks 3\n', '2:8 SCENARIO-4 the header has no line "configuration …" before this'],
    ['scenario "a"\nscenario "b"\nticks 3\n', '2:1 SCENARIO-4 scenario stands here a second time'],
    ['scenario "a"\ntick 3\n', '2:1 SCENARIO-1 "tick" is no line of a header: did you mean ticks'],
    ['scenario "a\nticks 3\n', '1:10 SCENARIO-1 a text that does not end on its line; write " at its end'],
    [`${HEADER}profiles air-6\n`, '4:10 SCENARIO-2 there is no profile "air-6"'],
    ['scenario "a"\nconfiguration none.xml\nticks 3\n', '2:15 SCENARIO-5 the configuration'],
    [`${HEADER}cycles 100\n`, '4:8 SCENARIO-3 a tick of 100 cycles is too short: it has at least 101'],
    [`${HEADER}cycles 101\ncycles 101\n`, '5:1 SCENARIO-4 cycles stands here a second time'],
    [`${HEADER}guest P0\n`, '4:9 SCENARIO-1 the line ends where an ELF file must be'],
    [`${HEADER}guest P7 "a.elf"\n`, '4:7 SCENARIO-2 no partition is called "P7"'],
    [`${HEADER}guest P0 "none.elf"\n`, 'none.elf: there is no such file'],
    [`${HEADER}guest P0 "slack.scenario"\n`, 'slack.scenario: byte 0: ELF-1 '],
    [`${HEADER}guest P0 ${CLOCK}\nguest P0 ${CLOCK}\n`, '5:7 SCENARIO-4 P0 is given a guest a second time'],
    [`${HEADER}guest P0 ${CLOCK}\npartition P0\n  store own 1\n`, '6:3 SCENARIO-4 P0 has a guest, and so no script'],
    [`${HEADER}guest P0 ${CLOCK}\nhandler P0\n  call rett\n`, '6:3 SCENARIO-4 P0 has a guest, and so no script'],
    [`${HEADER}guest P0 ${CLOCK}\ncycles 20000\n`, '4:10 SCENARIO-3 40 ticks of 20000 cycles may be 800000 steps'],
    [
      'scenario "a"\noutside "why"\npartition P0\n',
      '3:1 SCENARIO-4 a scenario outside the model has no more than a header',
    ],
  ])('%j', (text, said) => {
    expect(wrong(text).join('\n')).toContain(said)
  })

  test('a guest that does not lie in its partition’s own memory is refused where it is named', () => {
    const directory = mkdtempSync(join(tmpdir(), 'bulkhead-'))
    const kernels = join(directory, 'kernels.elf')
    writeFileSync(kernels, smallElf())
    try {
      const told = wrong(`${HEADER}guest P0 "${kernels}"\n`)
      expect(told).toEqual([
        expect.stringMatching(/^4:10 SCENARIO-6 .*kernels\.elf: PLACE-1 segment 1 of 2, 0x40000000 /),
      ])
    } finally {
      rmSync(directory, { recursive: true })
    }
  })

  test('a configuration that breaks rules is refused where it is named, and its rules are told', () => {
    const told = wrong('scenario "a"\nconfiguration configurations/by-coincidence.xml\nticks 3\n')
    expect(told[0]).toMatch(/^2:15 SCENARIO-5 .* breaks rules/)
    expect(told[1]).toMatch(/^8:7 PARTITION-R8 /)
  })
})

describe('lines', () => {
  test.each([
    ['step 1\n  store own 1', '5:3 SCENARIO-1 this belongs to no block'],
    ['store own 1', '4:1 SCENARIO-1 "store" is no line of a header'],
    ['partition P7', '4:11 SCENARIO-2 no partition is called "P7": did you mean'],
    ['partition P0\npartition P0', '5:1 SCENARIO-4 this block stands here a second time'],
    ['partition P0\n  stroe own 1', '5:3 SCENARIO-1 "stroe" is nothing that a guest does: did you mean store'],
    [
      'partition P0\n  call GET_PARTITON_ID',
      '5:8 SCENARIO-2 there is no call "GET_PARTITON_ID"; did you mean GET_PARTITION_ID',
    ],
    ['partition P0\n  call SET_SCHEDULE 1 2', '5:23 SCENARIO-1 SET_SCHEDULE has no more than 1 arguments'],
    ['partition P0\n  call SET_SCHEDULE schedul=1', '5:29 SCENARIO-1 SET_SCHEDULE has no argument or field "schedul"'],
    [
      'partition P0\n  call SET_PARTITION_MODE self NORMALL',
      '5:32 SCENARIO-3 "NORMALL" is neither a number nor a mode: did you mean NORMAL',
    ],
    ['partition P0\n  call SET_SCHEDULE nominel', '5:21 SCENARIO-3 "nominel" is neither a number nor a schedule'],
    ['partition P0\n  store outer+4 1', '5:9 SCENARIO-3 "outer+4" is neither a number nor a place'],
    ['partition P0\n  store own', '5:12 SCENARIO-1 the line ends where a number or a place must be'],
    ['partition P0\n  load own size 3', '5:17 SCENARIO-1 "3" stands where 1, 2, 4 or 8 must be'],
    [
      'partition P0\n  fault divison_by_zero',
      '5:9 SCENARIO-2 there is no trap "divison_by_zero"; did you mean division_by_zero',
    ],
    ['partition P0\n  compute 3', '5:12 SCENARIO-1 the line ends where "ticks" or "cycles" must be'],
    ['partition P0\n  wait for tomorrow', '5:12 SCENARIO-1 "tomorrow" stands where "window" must be'],
    ['partition P0\n  privileged now', '5:14 SCENARIO-1 "now" is too much'],
    [
      'partition P0\n  write sampling "out" "x"',
      '5:18 SCENARIO-2 the partition is configured with no sampling port "out"',
    ],
    ['partition P0\n  => done', '5:3 SCENARIO-1 this belongs to something that a guest does, and follows none'],
    [
      'partition P0\n  wait for next window\n  => done',
      '6:3 SCENARIO-1 nothing is done here that could have an outcome',
    ],
    ['partition P0\n  call SET_SCHEDULE 1 => done', '5:26 SCENARIO-3 SET_SCHEDULE answers: say which code'],
    ['partition P0\n  store own 1 => NO_ERROR', '5:18 SCENARIO-3 only a call that answers can return NO_ERROR'],
    ['partition P0\n  store own 1 => value 3', '5:18 SCENARIO-3 neither a load nor a call that reports a value'],
    ['partition P0\n  load own => value valueless', '5:15 SCENARIO-2 "valueless" is neither a number'],
    ['partition P0\n  store own 1 => perhaps', '5:18 SCENARIO-3 "perhaps" is no outcome'],
    [
      'partition P0\n  call GET_TOD => NO_ERROR hours=1',
      '5:28 SCENARIO-2 GET_TOD reports no "hours": it reports seconds, nanoseconds',
    ],
    ['partition P0\n  call GET_TOD 0x10 => NO_ERROR seconds=1', '5:33 SCENARIO-3 seconds can be looked at only'],
    [
      'partition P0\n  expect partition P0 mod IDLE',
      '5:23 SCENARIO-2 partition P0 has no "mod" to be seen: did you mean mode',
    ],
    [
      'partition P0\n  expect port P0 "none" created yes',
      '5:18 SCENARIO-2 the partition is configured with no port "none"',
    ],
    [
      'partition P0\n  expect memory kernel 0',
      '5:17 SCENARIO-3 "kernel" is no address of memory that the partition has',
    ],
    ['module\n  at end: prints P7 "x"', '5:18 SCENARIO-2 no partition is called "P7"'],
    ['module\n  at end: prints P0', '5:20 SCENARIO-1 the line ends where what it prints between quotation marks'],
    ['module\n  at end: prints P0 among "x"', '5:27 SCENARIO-1 "x" stands where "others" must be'],
    ['partition P0\n  expect weather fine', '5:10 SCENARIO-1 "weather" stands where what is to be seen'],
    ['module\n  store own 1', '5:3 SCENARIO-1 the module does nothing by itself'],
    ['module\n  expect schedule nominal', '5:3 SCENARIO-1 what is expected here needs an instant'],
    ['module\n  at tick 3 schedule nominal', '5:13 SCENARIO-1 "schedule" stands where ":" must be'],
    ['module\n  event at tick 3: earthquake', '5:20 SCENARIO-1 "earthquake" stands where "interrupt" must be'],
    ['handler P0\n  wait for next window', '5:3 SCENARIO-1 a handler does not wait'],
    [
      'partition P0\n  store own 1\n  under air-papers => done',
      '6:20 SCENARIO-2 the scenario does not run under air-papers',
    ],
    [
      'partition P0\n  store own 1\n  under air-5.6.2 => done',
      '5:3 SCENARIO-4 no outcome is expected here under air-requirements',
    ],
    ['partition P0\n  step one', '5:8 SCENARIO-1 "one" stands where the number of a step'],
  ])('%j', (body, said) => {
    expect(wrong(HEADER + body).join('\n')).toContain(said)
  })

  test('all that is wrong is told, in the order of the text', () => {
    const told = wrong(`${HEADER}partition P0\n  stroe own 1\n  load nowhere\npartition P9\n`)
    expect(told.map((line) => line.slice(0, 4))).toEqual(['5:3 ', '6:8 ', '7:11'])
  })
})

test('whatever is written, it is read or refused', () => {
  const word = fc.constantFrom(
    ...'scenario configuration ticks partition P0 handler module step call load store => = : , under expect at tick end "x" "'.split(
      ' ',
    ),
    ...'GET_TOD SET_TOD CREATE_PORT READ_PORT own result+1 -1 value as x NO_ERROR seconds= memory log wait for next window #'.split(
      ' ',
    ),
    '\n',
  )
  fc.assert(
    fc.property(fc.array(word, { maxLength: 40 }), (words) => {
      const read = scenarioIn(FILE, HEADER + words.join(' '))
      expect(isLeft(read) ? read.left.length > 0 : read.right.title === 'inline').toBe(true)
    }),
    { numRuns: 300 },
  )
})
