/**
 * The emulator from changed sources: a copy of `impl/` is written to a fresh directory, its vocabularies being the project's own,
 * and imported. Node takes the types off itself. Works where the checker runs from its sources and where it is installed.
 */

import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL, fileURLToPath } from 'node:url'
import * as E from 'fp-ts/lib/Either.js'
import type { Engine, EngineMaker } from '../../properties/lockstep.ts'
import type { MachineEngine, MachineMaker } from '../../properties/machine-lockstep.ts'
import type { BoardPlatform } from '../../spec/machine/vocabulary.ts'
import type { World } from '../../spec/module/vocabulary.ts'
import { faultOf, faults } from './catalogue.ts'
import { isOfModules, type Fault } from './fault.ts'

/** Sources by their path from `impl/` on. */
export type Sources = ReadonlyMap<string, string>

const IMPL = new URL('../../impl/', import.meta.url)

/** What a module of the project that is run ends in: here `.ts`, in the package `.js`. */
export const EXTENSION = import.meta.url.endsWith('.ts') ? '.ts' : '.js'

/** The emulator's sources as they stand. */
export const emulatorSources = (): Sources => {
  const root = fileURLToPath(IMPL)
  const paths = globSync('**/*.ts', { cwd: root }).filter((path) => !path.endsWith('.test.ts'))
  return new Map(paths.toSorted().map((path) => [path, readFileSync(join(root, path), 'utf8')]))
}

/** A source whose imports of the specification lead to the project's own modules, wherever the source lies. */
const uprooted = (path: string, text: string): string =>
  text.replace(/(from\s+')((?:\.\.\/)+spec\/[^']+)\.ts'/g, (_, from: string, to: string) => {
    const url = new URL(`${to}${EXTENSION}`, new URL(path, IMPL))
    return `${from}${url.href}'`
  })

/** What the modules of an emulator must have for us. */
interface Emulated {
  readonly Emulator: new (world: World) => Engine
}
interface EmulatedMachine {
  readonly Machine: new (platform: BoardPlatform) => MachineEngine
}

const isEmulated = (loaded: unknown): loaded is Emulated =>
  typeof loaded === 'object' && loaded !== null && 'Emulator' in loaded && typeof loaded.Emulator === 'function'

const isEmulatedMachine = (loaded: unknown): loaded is EmulatedMachine =>
  typeof loaded === 'object' && loaded !== null && 'Machine' in loaded && typeof loaded.Machine === 'function'

/** All modules of an emulator, by path. The copy on disk is gone when they are loaded. */
export const loadModules = async (sources: Sources): Promise<E.Either<string, ReadonlyMap<string, unknown>>> => {
  const copy = mkdtempSync(join(tmpdir(), 'bulkhead-impl-'))
  try {
    for (const [path, text] of sources) {
      const to = join(copy, path)
      mkdirSync(dirname(to), { recursive: true })
      writeFileSync(to, uprooted(path, text))
    }
    const loaded = new Map<string, unknown>()
    for (const path of sources.keys())
      loaded.set(path, await import(/* @vite-ignore */ pathToFileURL(join(copy, path)).href))
    return E.right(loaded)
  } catch (thrown) {
    return E.left(`the emulator does not load: ${thrown instanceof Error ? thrown.message : String(thrown)}`)
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

/** The maker of emulators among an emulator's modules. */
export const emulatorOf = (modules: ReadonlyMap<string, unknown>): E.Either<string, EngineMaker> => {
  const emulated = modules.get('module.ts')
  return isEmulated(emulated) ? E.right((world) => new emulated.Emulator(world)) : E.left('module.ts has no Emulator')
}

/** The maker of boards among an emulator's modules. */
export const machineOf = (modules: ReadonlyMap<string, unknown>): E.Either<string, MachineMaker> => {
  const emulated = modules.get('machine.ts')
  return isEmulatedMachine(emulated)
    ? E.right((platform) => new emulated.Machine(platform))
    : E.left('machine.ts has no Machine')
}

/** A maker of emulators from sources. */
export const loadEmulator = async (sources: Sources): Promise<E.Either<string, EngineMaker>> => {
  const loaded = await loadModules(sources)
  return E.isLeft(loaded) ? loaded : emulatorOf(loaded.right)
}

/** A maker of boards from sources. */
export const loadMachine = async (sources: Sources): Promise<E.Either<string, MachineMaker>> => {
  const loaded = await loadModules(sources)
  return E.isLeft(loaded) ? loaded : machineOf(loaded.right)
}

/** The emulator's sources with a fault in them. */
export const faultySources = async (fault: Fault, sources: Sources): Promise<E.Either<string, Sources>> => {
  const text = sources.get(fault.file)
  if (text === undefined) return E.left(`${fault.id}: there is no file ${fault.file}`)
  // Reading sources is slow to load, and only those who seed faults need it.
  const { Project } = await import('ts-morph')
  const file = new Project({ useInMemoryFileSystem: true }).createSourceFile(`/${fault.file}`, text)
  const mutated = fault.mutate(file)
  if (E.isLeft(mutated)) return E.left(`${fault.id}: ${mutated.left}`)
  return E.right(new Map([...sources, [fault.file, file.getFullText()]]))
}

/** The emulator's sources with a fault of the catalogue in them. */
const sourcesWith = async (id: string): Promise<E.Either<string, Sources>> => {
  const fault = faultOf(id)
  if (fault === undefined) return E.left(`there is no fault "${id}"; there are ${faults.map((f) => f.id).join(', ')}`)
  return faultySources(fault, emulatorSources())
}

/** A maker of emulators with a fault of the catalogue in them. */
export const loadFaulty = async (id: string): Promise<E.Either<string, EngineMaker>> => {
  const faulty = await sourcesWith(id)
  return E.isLeft(faulty) ? faulty : loadEmulator(faulty.right)
}

/** A maker of boards with a fault of the catalogue in them. */
export const loadFaultyMachine = async (id: string): Promise<E.Either<string, MachineMaker>> => {
  const faulty = await sourcesWith(id)
  return E.isLeft(faulty) ? faulty : loadMachine(faulty.right)
}

/** Why modules are not hunted with a fault that only the bare machine shows; null if they may show it. */
export const notOfModules = (fault: Fault): string | null =>
  isOfModules(fault)
    ? null
    : `${fault.id} is a fault of the bare machine, which no module is known to show: bulkhead machine --fault ${fault.id}`
