import { isLeft, isRight, right } from 'fp-ts/lib/Either.js'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { caseAt } from '../../properties/hunt.ts'
import { smallWorld } from '../../properties/small.fixture.ts'
import { decoded, encoded, format, type Counterexample } from './codec.ts'
import { nameOf, readCounterexample, writeCounterexample } from './file.ts'

const directory = mkdtempSync(join(tmpdir(), 'bulkhead-counterexample-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

const example = (index: number): Counterexample => ({
  format,
  title: null,
  bulkhead: '0.1.0',
  node: '26.10.0',
  seed: 1,
  index,
  fault: null,
  configuration: { file: 'x.xml', sha256: '00' },
  shrunk: null,
  finding: { statement: 'TIME-I1', at: 'time.cores.*', why: 'so', step: 3, expected: null, diff: [] },
  case: caseAt(1, index),
})

const json = (counterexample: Counterexample): unknown => JSON.parse(JSON.stringify(encoded(counterexample)))

test('any case survives being written and read', () => {
  for (let index = 0; index < 200; index += 1)
    expect(decoded(json(example(index))), `case ${index}`).toEqual(right(example(index)))
})

test('images survive it too, and a file of the version before them is read', () => {
  const binary = Array.from({ length: 200 }, (_, index) => example(index)).filter(
    (one) => one.case.world.images !== undefined,
  )
  expect(binary.length).toBeGreaterThan(20)
  const of = { ...example(0), format: 'bulkhead-counterexample/2' } as const
  expect(decoded(json(of))).toEqual(right(of))
})

test('equal counterexamples have equal names, whoever found them when', () => {
  const name = nameOf(example(3))
  expect(name).toMatch(/^bulkhead-[0-9a-f]{12}\.json$/)
  expect(
    nameOf({ ...example(3), seed: 9, bulkhead: '0.2.0', title: 'kept', configuration: { file: 'y', sha256: '' } }),
  ).toBe(name)
  expect(nameOf(example(4))).not.toBe(name)
  expect(nameOf({ ...example(3), fault: 'some' })).not.toBe(name)
})

test('a file is written whole, under its name, and read back', () => {
  const written = writeCounterexample(join(directory, 'deeper'), example(5))
  expect(written).toEqual(right(join(directory, 'deeper', nameOf(example(5)))))
  expect(readdirSync(join(directory, 'deeper'))).toEqual([nameOf(example(5))])
  if (isRight(written)) expect(readCounterexample(written.right)).toEqual(right(example(5)))
})

/** The JSON of a counterexample with one value replaced: the place by its keys. */
const spoilt = (at: readonly (string | number)[], value: unknown, of: Counterexample = example(2)): unknown => {
  const spoil = (part: unknown, [key, ...rest]: readonly (string | number)[]): unknown => {
    if (key === undefined) return value
    if (Array.isArray(part)) return part.map((item: unknown, i) => (i === key ? spoil(item, rest) : item))
    if (typeof part !== 'object' || part === null) return part
    return Object.fromEntries(
      Object.entries(part).map(([name, item]: [string, unknown]) => [name, name === key ? spoil(item, rest) : item]),
    )
  }
  return spoil(json(of), at)
}

const imaged: Counterexample = {
  ...example(0),
  case: {
    world: { ...smallWorld, images: [null] },
    run: { programs: [], handlers: [], events: [], choices: [] },
    steps: 1,
  },
}

test.each([
  ['an entry that is no address', [{ entry: 5, words: [] }], 'case.world.images[0].entry'],
  ['an odd entry', [{ entry: '0x41000002', words: [] }], 'case.world.images[0].entry: is no multiple of 4'],
  [
    'words that are no words',
    [null, { entry: '0x41000000', words: [{ at: '0x41000000', code: ['0100'] }] }],
    'case.world.images[1].words[0].code',
  ],
  [
    'words outside the memory',
    [{ entry: '0x41000000', words: [{ at: '0x41001ffc', code: ['01000000 01000000'] }] }],
    'case.world.images[0].words: 0x41002000 is outside the memory of the partition',
  ],
  [
    'words out of order',
    [
      {
        entry: '0x41000000',
        words: ['0x41000004', '0x41000000'].map((at) => ({ at, code: ['01000000'] })),
      },
    ],
    'case.world.images[0].words: are not in ascending order',
  ],
  ['more images than partitions', [null, null, null, null], 'case.world.images: has 4 images'],
])('%s is refused in an image, and where it stands is said', (_, images, where) => {
  const result = decoded(spoilt(['case', 'world', 'images'], images, imaged))
  expect(isLeft(result) ? result.left.join('\n') : '').toContain(where)
})

test.each([
  ['another format', ['format'], 'something/2', 'format'],
  ['the format of an older version', ['format'], 'bulkhead-counterexample/1', 'this version of bulkhead reads'],
  ['a profile nobody has', ['case', 'world', 'profile'], 'mine', 'case.world.profile'],
  ['a section longer than a tick', ['case', 'world', 'platform', 'costs', 'service'], 1000, 'case.world.platform'],
  ['an effect of no kind', ['case', 'run', 'programs'], [[{ do: 'nothing' }]], 'case.run.programs[0][0]'],
  [
    'a service that is none',
    ['case', 'run', 'programs'],
    [[{ do: 'call', call: { service: 'constructor', arguments: [] } }]],
    'case.run.programs[0][0].call.service',
  ],
  [
    'a call with more arguments than registers',
    ['case', 'run', 'programs'],
    [[{ do: 'call', call: { service: 'END_WINDOW', arguments: [1, 2, 3, 4, 5, 6] } }]],
    'case.run.programs[0][0].call.arguments: has 6 members',
  ],
  [
    'an argument that is no operand',
    ['case', 'run', 'handlers'],
    [[{ do: 'call', call: { service: 'PUTCHAR', arguments: [1, { resultPlus: 'x' }] } }]],
    'case.run.handlers[0][0].call.arguments[1].resultPlus',
  ],
  [
    'a trap that is none',
    ['case', 'run', 'handlers'],
    [[{ do: 'fault', trap: 'toString' }]],
    'case.run.handlers[0][0].trap',
  ],
  [
    'an event on a core that is not there',
    ['case', 'run', 'events'],
    [{ kind: 'interrupt', at: 0, core: 3 }],
    'case.run.events[0].core',
  ],
  [
    'more programs than virtual cores',
    ['case', 'run', 'programs'],
    Array.from({ length: 65 }, () => []),
    'case.run.programs',
  ],
  [
    'more handlers than partitions',
    ['case', 'run', 'handlers'],
    Array.from({ length: 17 }, () => []),
    'case.run.handlers',
  ],
  [
    'a module without schedules',
    ['case', 'world', 'configuration', 'time', 'schedules'],
    [],
    'case.world.configuration: has 0 schedules',
  ],
  ['steps that are no number', ['case', 'steps'], '3', 'case.steps'],
])('%s is refused, and where it stands is said', (_, at, value, where) => {
  const result = decoded(spoilt(at, value))
  expect(isLeft(result) ? result.left.join('\n') : '').toContain(where)
})

test('what is no JSON, no file or no object is refused in words', () => {
  const path = join(directory, 'x.json')
  const refused = (text: string): string => {
    writeFileSync(path, text)
    const read = readCounterexample(path)
    return isLeft(read) ? read.left.join('\n') : ''
  }
  expect(refused('{\n "format": oops }')).toMatch(/x\.json:2:12 is not JSON: “oops }” cannot stand here/)
  expect(refused('{ "a": [1, 2,\n] }')).toMatch(/x\.json:2:1 is not JSON: “] }” cannot/)
  expect(refused('{ "a": 1, }')).toMatch(/x\.json:1:11 is not JSON/)
  expect(refused('{ "a": [{')).toMatch(/x\.json:1:10 is not JSON: it ends too early/)
  expect(refused('[1] 2')).toMatch(/x\.json:1:5 is not JSON/)
  expect(refused('')).toMatch(/x\.json:1:1 is not JSON/)
  expect(refused('3')).toContain('x.json: the document')
  expect(readCounterexample(directory)).toEqual({ _tag: 'Left', left: [`${directory}: is a directory; name a file`] })
  expect(readCounterexample(join(directory, 'none'))).toEqual({
    _tag: 'Left',
    left: [`${join(directory, 'none')}: there is no such file`],
  })
})
