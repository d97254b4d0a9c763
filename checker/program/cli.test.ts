/** The program as its users run it: a process with arguments, two streams and an exit code. */

import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { root, version } from './project.ts'

const CLI = join(root, 'checker/cli.ts')
const satellite = join(root, 'examples/satellite.xml')
const broken = join(root, 'examples/broken.xml')
const twoCore = join(root, 'examples/two-core.xml')

const elsewhere = mkdtempSync(join(tmpdir(), 'bulkhead-cli-'))
afterAll(() => rmSync(elsewhere, { recursive: true, force: true }))

/** A directory of its own for each test that writes. */
const fresh = (name: string): string => {
  const directory = join(elsewhere, name)
  mkdirSync(directory)
  return directory
}

interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** Runs the program. `watch` sees what was printed so far and may send a signal. */
const run = (
  args: readonly string[],
  cwd: string = elsewhere,
  watch: (printed: string, kill: () => void) => void = () => undefined,
): Promise<Ended> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [CLI, ...args], { cwd, env: { ...process.env, NO_COLOR: '1' } })
    let [out, err] = ['', '']
    const look = (): void => watch(out + err, () => void child.kill('SIGINT'))
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString()
      look()
    })
    child.stderr.on('data', (chunk: Buffer) => {
      err += chunk.toString()
      look()
    })
    child.on('close', (code) => resolve({ code, out, err }))
  })

/** Nobody is shown where in the program something went wrong. */
const expectNoTrace = ({ out, err }: Ended): void =>
  expect(out + err).not.toMatch(/^\s+at .*:\d+:\d+\)?$|internal error/m)

describe.concurrent('usage', () => {
  test('--version and --help', async () => {
    expect(await run(['--version'])).toEqual({ code: 0, out: `${version}\n`, err: '' })
    const help = await run(['check', '--help'])
    expect(help.code).toBe(0)
    expect(help.out).toContain('--cases')
  })

  test.each([
    [[]],
    [['chek']],
    [['check']],
    [['check', satellite, '--cases', '0']],
    [['check', satellite, '--time', 'soon']],
    [['check', satellite, '--seed', '-1']],
    [['check', satellite, '--workers', 'all']],
    [['check', satellite, '--profile', 'mine']],
    [['check', satellite, '--fault', 'no-such-fault']],
    [['check', satellite, '--out', satellite]],
    [['check', satellite, satellite]],
    [['rules', satellite, '--json', '--sarif']],
    [['rules', satellite, '--frobnicate']],
    [['spec', 'TIME-I99']],
    [['keep']],
  ])('%j is refused with 2, in words', async (args) => {
    const ended = await run(args)
    expect(ended.code).toBe(2)
    expect(ended.err).not.toBe('')
    expectNoTrace(ended)
  })
})

describe.concurrent('unusable input', () => {
  const bad = join(elsewhere, 'bad.xml')
  writeFileSync(bad, '<ARINC_653_Module>\n  <Partition>\n</ARINC_653_Module>\n')

  test.each([
    ['rules', join(elsewhere, 'none.xml'), /none\.xml:1:1 FILE-1/],
    ['rules', elsewhere, /FILE-2/],
    ['rules', bad, /bad\.xml:3:1 XML-1/],
    ['check', bad, /bad\.xml:3:1 XML-1/],
    ['replay', satellite, /satellite\.xml:1:1 is not JSON/],
    ['replay', join(elsewhere, 'none.json'), /there is no such file/],
    ['keep', elsewhere, /is a directory/],
  ])('%s %s is refused with 2, and where', async (command, file, said) => {
    const ended = await run([command, file])
    expect(ended.code).toBe(2)
    expect(ended.err).toMatch(said)
    expectNoTrace(ended)
  })
})

describe.concurrent('rules', () => {
  test('a sound configuration passes, a broken one does not', async () => {
    expect((await run(['rules', satellite])).code).toBe(0)
    const ended = await run(['rules', broken])
    expect(ended.code).toBe(1)
    expect(ended.out).toMatch(/broken\.xml:\d+:\d+ TIME-R8 /)
    expect(ended.out).toMatch(/rules: \d+ of \d+ hold; \d+ structural errors?, \d+ errors/)
  })

  test('a structural error ends a check, also one that is insisted on', async () => {
    const ended = await run(['check', broken, '--anyway'])
    expect(ended.code).toBe(1)
    expect(ended.out).toContain('--anyway does not help')
  })
})

describe.concurrent('spec', () => {
  test('the list, one statement, a row', async () => {
    expect((await run(['spec'])).out).toMatch(/TIME-I1 +What runs on a core/)
    const one = await run(['spec', 'time-i1'])
    expect(one.code).toBe(0)
    expect(one.out).toContain('spec/time/statements.ts:')
    expect(one.out).toContain('Verified by')
    expect((await run(['spec', 'SET_SCHEDULE.3'])).out).toContain(
      'SET_SCHEDULE.3  this schedule is in force → NO_ACTION',
    )
    expect((await run(['spec', 'TIME-I77'])).err).toMatch(/did you mean TIME-/)
  })
})

describe('check', () => {
  test('an interruption ends it with what was done', async () => {
    let sent = false
    const ended = await run(['check', satellite, '--time', '10m', '--seed', '1'], elsewhere, (printed, kill) => {
      if (!sent && printed.includes(' steps/s')) kill()
      sent ||= printed.includes(' steps/s')
    })
    expect(ended.code).toBe(3)
    expect(ended.out).toMatch(/INCONCLUSIVE {2}interrupted, no violation in what was done/)
    expect(ended.out).toMatch(/\d+ cases?, [\d,]+ steps/)
    expectNoTrace(ended)
  })

  test('the same seed and cases come to the same, however many threads share them', async () => {
    const args = ['check', satellite, '--cases', '50', '--seed', '1', '--json', '--workers']
    const [one, three] = await Promise.all(['1', '3'].map((workers) => run([...args, workers])))
    const timeless = (text = ''): string => text.replaceAll(/"(milliseconds|workers)": \d+/g, '"$1"')
    expect([one?.code, three?.code]).toEqual([0, 0])
    expect(timeless(one?.out)).toBe(timeless(three?.out))
  })

  test('one case is too few', async () => {
    const ended = await run(['check', twoCore, '--cases', '1'])
    expect(ended.code).toBe(3)
    expect(ended.out).toContain('too few')
    expect(ended.out).toMatch(/seed \d+/)
  })
})

describe('a counterexample', () => {
  const directory = fresh('found')

  test('is written, told, run again, and kept', async () => {
    const found = await run(
      ['check', satellite, '--cases', '60', '--seed', '1', '--fault', 'partition-restart-not-counted'],
      directory,
    )
    expect(found.code).toBe(1)
    expect(found.out).toContain('MODULE-P2 is violated at partitions.*.restarts')
    expect(found.out).toMatch(/1\. core 0: .*\n[\s\S]*where they differ/)
    const [file = '', ...more] = readdirSync(directory)
    expect(more).toEqual([])
    expect(file).toMatch(/^bulkhead-[0-9a-f]{12}\.json$/)
    const again = await run(['replay', file, '--step'], directory)
    expect(again.code).toBe(1)
    expect(again.out).toContain('still violates MODULE-P2')
    expect(again.out).toMatch(/partitions\.\d+\.restarts: 0 → 1/)
    const kept = await run(['keep', file, '--title', 'restarts are counted'], directory)
    expect(kept).toMatchObject({ code: 0 })
    expect(readdirSync(join(directory, 'regressions'))).toEqual([file])
    const checked = await run(['check', satellite, '--cases', '20', '--seed', '1'], directory)
    expect(checked.code).toBe(0)
    expect(checked.out).toContain('kept cases: 1 of 1 run again, none violated')
  })

  test('of each kind is kept with --all, the same ones however many threads share the work', async () => {
    const args = ['check', twoCore, '--cases', '60', '--seed', '4', '--all', '--fault', 'hal-subword-lane', '--out']
    const [one, two] = [fresh('one'), fresh('two')]
    const ended = await Promise.all([run([...args, one, '--workers', '1']), run([...args, two, '--workers', '2'])])
    expect(ended.map(({ code }) => code)).toEqual([1, 1])
    expect(ended[0].out).toMatch(/[2-9] kinds of violation/)
    expect(readdirSync(one).length).toBeGreaterThan(1)
    expect(readdirSync(two)).toEqual(readdirSync(one))
  })
})
