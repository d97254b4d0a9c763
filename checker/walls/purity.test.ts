import { mkdirSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { PURE } from './plan.ts'
import { purityReport } from './purity.ts'
import { projectInMemory, projectOf } from './sources.ts'

const why = (code: string, path = 'model/time.ts'): readonly string[] =>
  purityReport(projectInMemory({ [path]: code }), '/').findings.map((finding) => finding.why)

const real = purityReport(projectOf(PURE))

test('the pure rooms are pure', () => expect(real.findings).toEqual([]))

test('and they were looked at, every function by name: CI keeps the list', () => {
  expect(real.functions.length).toBeGreaterThan(500)
  if (process.env['CI'] !== 'true') return
  mkdirSync('results', { recursive: true })
  writeFileSync('results/purity.json', `${JSON.stringify(real, null, 1)}\n`)
})

test('the report names each function and says where it is', () => {
  const code = 'export const outer = (xs: number[]) => xs.map((x) => x + 1)\nexport function inner() {}'
  expect(purityReport(projectInMemory({ 'spec/time/statements.ts': code }), '/').functions).toEqual([
    { name: 'outer', file: 'spec/time/statements.ts', line: 1 },
    { name: 'outer.(callback)', file: 'spec/time/statements.ts', line: 1 },
    { name: 'inner', file: 'spec/time/statements.ts', line: 2 },
  ])
})

test('a finding says where it is', () => {
  const project = projectInMemory({ 'model/time.ts': 'export const now = () =>\n  Date.now()' })
  expect(purityReport(project, '/').findings).toEqual([
    { file: 'model/time.ts', line: 2, column: 3, why: 'mentions Date' },
  ])
})

test('only the pure rooms are held to it', () =>
  expect(why('export const f = () => Date.now()', 'impl/time.ts')).toEqual([]))

interface Case {
  readonly name: string
  readonly findings: readonly string[]
}

/** Each piece of code in a file of its own, all of them in one project: reading the language's library takes longest. */
const cases = (codes: Readonly<Record<string, string>>): readonly Case[] => {
  const fileOf = (index: number): string => `model/time${index}.ts`
  const files = Object.fromEntries(Object.values(codes).map((code, index) => [fileOf(index), code]))
  const statement = { 'spec/statement.ts': 'export const impossible = (): never => { throw new Error() }' }
  const { findings } = purityReport(projectInMemory({ ...statement, ...files }), '/')
  return Object.keys(codes).map((name, index) => ({
    name,
    findings: findings.filter(({ file }) => file === fileOf(index)).map((finding) => finding.why),
  }))
}

/** By the reason for which each must be refused. */
const REFUSED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'not a variable of this function': {
    'assigns a variable of another function': 'const f = () => { let n = 0; const g = () => { n = 1 }; return g }',
    'assigns a variable of another function in a callback':
      'const f = (xs: number[]) => { let n = 0; xs.forEach((x) => { n += x }); return n }',
    'assigns a module variable': 'let n = 0; const f = () => { n = 1 }',
    'increments a captured counter': 'const f = () => { let n = 0; return () => n++ }',
    'assigns a parameter': 'const f = (n: number) => { n = n + 1; return n }',
    'assigns a captured variable by destructuring': 'const f = () => { let n = 0; return () => { [n] = [1] } }',
    'loops over a captured variable': 'const f = (xs: number[]) => { let n = 0; return () => { for (n of xs); } }',
    'loops on import': 'const xs: number[] = []; for (let i = 0; i < 3; i++) xs.push(i)',
  },
  'a variable of somebody else': {
    'assigns a captured variable by shorthand':
      'const f = (o: { n: number }) => { let n = 0; return () => { ({ n } = o) } }',
  },
  'hides what is called': {
    'takes a mutator apart': 'const f = (xs: number[]) => { const { push } = xs; return push.call(xs, 1) }',
    'makes a function from text': "const f = () => (() => 1).constructor('return 1')",
  },
  'takes the word of a declaration': {
    'declares a clock': 'declare const clock: { now(): number }; const f = () => clock.now()',
  },
  'takes the mutating method': {
    'takes a mutator as a value': 'const f = (xs: number[], ys: number[]) => ys.map(xs.push)',
    'calls a mutator through call': 'const f = (xs: number[]) => Array.prototype.push.call(xs, 1)',
  },
  'Object.': {
    'assigns onto a parameter': 'const f = (s: object) => Object.assign(s, { n: 1 })',
    'takes Object.assign as a value': 'const assign = Object.assign',
    'freezes a parameter': 'const f = (s: object) => Object.freeze(s)',
    'defines a property': "const f = (s: object) => Object.defineProperty(s, 'n', { value: 1 })",
  },
  'was not made here': {
    'writes a field of a parameter': 'const f = (s: { n: number }) => { s.n = 1 }',
    'writes a field deep in a parameter': 'const f = (s: { a: { n: number }[] }) => { s.a[0]!.n++ }',
    'writes through parentheses and casts': 'const f = (s: { n: number }) => { ((s as { n: number }).n) = 1 }',
    'writes an element of a parameter': 'const f = (xs: number[]) => { xs[0] = 1 }',
    'swaps elements of a parameter': 'const f = (xs: number[]) => { [xs[0], xs[1]] = [1, 2] }',
    'writes to a destructured parameter': 'const f = ({ xs }: { xs: number[] }) => { xs.push(1) }',
    'writes to a rest parameter': 'const f = (...xs: number[][]) => { xs[0]!.push(1) }',
    'deletes a field of a parameter': 'const f = (s: { n?: number }) => { delete s.n }',
    'truncates a parameter': 'const f = (xs: number[]) => { xs.length = 0 }',
    'pushes to a parameter': 'const f = (xs: number[]) => { xs.push(1) }',
    'sorts a parameter': 'const f = (xs: number[]) => xs.sort()',
    'reverses a field of a parameter': 'const f = (s: { xs: number[] }) => s.xs.reverse()',
    'pops, optionally': 'const f = (xs?: number[]) => xs?.pop()',
    'calls a mutator by its name in brackets': "const f = (xs: number[]) => xs['push'](1)",
    'calls a mutator by a name in a constant': "const f = (xs: number[]) => { const how = 'push'; return xs[how](1) }",
    'sets in a map it was given': 'const f = (m: Map<number, number>) => m.set(1, 2)',
    'adds to a set it was given': 'const f = (s: Set<number>) => s.add(1)',
    'writes to a typed array it was given': 'const f = (b: Uint8Array) => { b.set([1]) }',
    'fills a typed array it was given': 'const f = (b: Uint8Array) => b.fill(0)',
    'views a buffer it was given': 'const f = (b: ArrayBuffer) => { const v = new Uint8Array(b); v[0] = 1; return v }',
    'writes to a view it was given': 'const f = (v: DataView) => { v.setUint8(0, 1) }',
    'advances an iterator it was given': 'const f = (i: Iterator<number>) => i.next()',
    'sets in a map behind an interface': 'interface Store { set(k: number): number } const f = (m: Store) => m.set(1)',
    'writes to an alias of a parameter': 'const f = (xs: number[]) => { const a = xs; a.push(1) }',
    'writes to an alias, sometimes': 'const f = (xs: number[]) => { const a = xs.length > 0 ? xs : []; a.push(1) }',
    'writes to an alias, by default': 'const f = (xs?: number[]) => { const a = xs ?? []; a.push(1) }',
    'writes to an alias assigned later': 'const f = (xs: number[]) => { let a = [1]; a = xs; a.push(1) }',
    'writes to an alias assigned by a pattern': 'const f = (xs: number[]) => { let a = [1]; [a] = [xs]; a.push(1) }',
    'writes to what a loop hands out': 'const f = (xs: number[][]) => { for (const x of xs) x.push(1) }',
    'writes to an element of a shallow copy':
      'const f = (xs: { n: number }[]) => { const a = [...xs]; a[0]!.n = 1; return a }',
    'writes to what another function returned':
      'const g = (xs: number[]) => xs; const f = (xs: number[]) => { const a = g(xs); a.push(1) }',
    'writes to a found element': 'const f = (xs: number[][]) => { const a = xs.find((x) => x.length > 1); a?.push(1) }',
    'returns a closure that fills a local':
      'const f = () => { const out: number[] = []; return () => { out.push(1) } }',
    'stores a closure that fills a local':
      'const f = () => { const out: number[] = []; const add = () => { out.push(1) }; add(); return out }',
    'puts a closure that fills a local in an object':
      'const f = () => { const out: number[] = []; return { add: () => out.push(1) } }',
    'hands a filling closure to a function of its own':
      'const id = <T>(t: T) => t; const f = () => { const out: number[] = []; return id(() => out.push(1)) }',
    'fills a local lazily':
      'const f = (xs: number[]) => { const out: number[] = []; return xs.values().map((x) => out.push(x)) }',
    'remembers in a module’s map':
      'const cache = new Map<number, number>(); const f = (n: number) => { cache.set(n, n); return n }',
    'fills a module’s table on import': 'const table = new Map<number, number>(); table.set(1, 2)',
  },
  'a module has no variables': {
    'has a module variable': 'export let n = 0',
    'has an old module variable': 'var n = 0',
  },
  mentions: {
    'remembers in a WeakMap': 'const cache = new WeakMap<object, number>()',
    'reads the clock': 'const f = () => Date.now()',
    'makes a date': 'const f = () => new Date()',
    'reads the clock under another name': 'const D = Date; const f = () => new D()',
    'reads the other clock': 'const f = () => performance.now()',
    'takes a random number elsewhere': 'const f = () => crypto.getRandomValues(new Uint8Array(1))',
    'reads the environment': "const f = () => process.env['X']",
    'writes to the console': "const f = () => { console.log('x') }",
    'uses the global object': 'const f = () => globalThis',
    'puts a global in an object': 'const f = () => ({ process })',
    waits: 'const f = () => setTimeout(() => 1, 1)',
    fetches: "const f = () => fetch('http://x')",
    'evaluates text': "const f = () => eval('1')",
    'traps access': 'const f = (s: object) => new Proxy(s, {})',
    'uses arguments': 'function f() { arguments[0] = 1 }',
  },
  throws: {
    throws: "const f = () => { throw new Error('x') }",
    'throws in a function called impossible, elsewhere': "const impossible = () => { throw new Error('x') }",
  },
  'a class': {
    'is a class': 'class C { n = 0 }',
    'is a class expression': 'const C = class { n = 0 }',
  },
  'getter or setter': {
    'has a getter': 'const o = { get n() { return 1 } }',
    'has a setter': 'const o = { set n(_: number) {} }',
  },
  'uses this': {
    'uses this': 'function f(this: { n: number }) { this.n = 1 }',
  },
  hands: {
    'takes Object apart': 'const { assign } = Object',
    'takes a chance in brackets': "const f = () => Math['random']()",
    'takes Math apart': 'const { random } = Math',
  },
  'Math.random': {
    'takes a chance': 'const f = () => Math.random()',
  },
  locale: {
    'depends on the locale': "const f = (a: string) => a.localeCompare('b')",
  },
  imports: {
    'imports a builtin': "import { readFileSync } from 'node:fs'\nexport const f = () => readFileSync('x')",
    'imports effects of fp-ts': "import * as IO from 'fp-ts/lib/IO.js'\nexport const f = IO.of(1)",
    'imports for the effect': "import '../spec/statement.ts'",
  },
  'loads a module': {
    'loads while it runs': "const f = () => import('./x.ts')",
  },
  asynchronous: {
    'is asynchronous': 'const f = async () => 1',
  },
  generator: {
    generates: 'function* f() { yield 1 }',
  },
  dropped: {
    'drops a result': 'const g = (n: number) => n; const f = () => { g(1) }',
  },
  surroundings: {
    'asks where it is': 'const f = () => import.meta.url',
  },
  remembers: {
    'remembers where a match stopped': 'const word = /w+/g; const f = (s: string) => word.test(s)',
  },
}

test.each(
  Object.entries(REFUSED).flatMap(([because, codes]) => cases(codes).map((refused) => ({ ...refused, because }))),
)('rejected: $name', ({ findings, because }) => expect(findings.join('\n')).toContain(because))

test.each(
  cases({
    'a local list':
      'const f = (xs: readonly number[]) => { const out: number[] = []; for (const x of xs) out.push(x); return out }',
    'a local counter':
      'const f = (xs: readonly number[]) => { let n = 0; for (const x of xs) { n += x; n++ } return n }',
    'a counting loop': 'const f = () => { let n = 0; for (let i = 0; i < 3; i++) n += i; return n }',
    'a local map':
      'const f = (xs: number[]) => { const m = new Map<number, number>(); for (const x of xs) m.set(x, x).set(x + 1, x); return m }',
    'a local set': 'const f = () => { const s = new Set<number>(); s.add(1); s.delete(1); s.clear(); return s }',
    'a local typed array': 'const f = (n: number) => { const a = new Uint8Array(n); a[0] = 1; a.fill(2); return a }',
    'a local object':
      'const f = (s: { n: number }) => { const t = { ...s }; t.n = 1; delete (t as { n?: number }).n; return t }',
    'sorting a copy': 'const f = (xs: readonly number[]) => [...xs].sort()',
    'sorting a slice': 'const f = (xs: readonly number[]) => xs.slice().sort((a, b) => a - b).reverse()',
    toSorted: 'const f = (xs: readonly number[]) => xs.toSorted((a, b) => a - b)',
    'writing to a copy made by with':
      'const f = (xs: readonly number[]) => { const a = xs.with(0, 1); a[1] = 2; return a }',
    'pushing to what map made':
      'const f = (xs: readonly number[]) => { const a = xs.map((x) => x); a.push(1); return a }',
    'a copy of a map': 'const f = (m: ReadonlyMap<number, number>) => new Map(m).set(1, 2)',
    'Array.from': 'const f = () => { const a = Array.from({ length: 3 }, (_, i) => i); a[0] = 1; return a }',
    'one of two fresh ones':
      'const f = (b: boolean, xs: number[]) => { const a = b ? [] : [...xs]; a.push(1); return a }',
    'a variable that is always fresh':
      'const f = (xs: number[]) => { let a: number[] = []; for (const x of xs) { a.push(x); a = a.slice(1) } return a }',
    'a fresh alias of a fresh one': 'const f = () => { const a = [1]; const b = a; b.push(2); return a }',
    'a callback that fills a local':
      'const f = (xs: number[]) => { const out: number[] = []; xs.forEach((x) => { out.push(x) }); return out }',
    'a callback in a callback':
      'const f = (xs: number[][]) => { const out: number[] = []; xs.forEach((x) => { x.map((y) => out.push(y)) }); return out }',
    'a function called on the spot':
      'const f = () => { const out: number[] = []; (() => { out.push(1) })(); return out }',
    'a closure that reads': 'const f = (xs: readonly number[]) => { const n = xs.length; return (m: number) => n + m }',
    'Object.assign onto a fresh one': 'const f = (s: object) => Object.assign({}, s)',
    'a frozen literal': "const ROWS = Object.freeze(['a', 'b'])",
    'constant tables': 'const TABLE = new Map([[1, 2]]); const f = (n: number) => TABLE.get(n)',
    'a regular expression': 'const WORD = /^w+$/i; const f = (s: string) => WORD.test(s)',
    'replacing all': "const f = (s: string) => s.replace(/a/g, 'b')",
    arithmetic: 'const f = (n: number) => Math.max(n, Math.imul(n, 2))',
    'an operation that is called add':
      'const ALU = { add: (a: number, b: number) => a + b }; const f = () => ALU.add(1, 2)',
    'a field that is called process': 'interface S { readonly process: number } const f = (s: S) => s.process',
    'a variable that is called module': 'const f = (module: { n: number }) => module.n',
    'a type that is called Date': 'const f = (d: Date | null) => d === null',
    'a brand': 'declare const brand: unique symbol; export type Ticks = number & { readonly [brand]: 1 }',
    'taking a parameter apart': 'const f = ({ process: p, ...rest }: { process: number; n: number }) => [p, rest.n]',
    'errors as values': "const f = () => ({ error: new Error('x') })",
    recursion: 'const f = (n: number): number => (n === 0 ? 0 : f(n - 1))',
    'an exhaustive switch': "const f = (k: 'a' | 'b') => { switch (k) { case 'a': return 1; case 'b': return 2 } }",
    'a call that never returns':
      "import { impossible } from '../spec/statement.ts'\nexport const f = (n: number) => { if (n < 0) impossible(); return n }",
    'fp-ts': "import * as E from 'fp-ts/lib/Either.js'\nexport const f = (n: number) => E.right(n)",
  }),
)('accepted: $name', ({ findings }) => expect(findings).toEqual([]))
