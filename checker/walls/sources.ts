/** The project's own sources as ts-morph reads them: room by room, with types. */

import { fileURLToPath } from 'node:url'
import { ModuleKind, ModuleResolutionKind, Project, ScriptTarget, ts, type SourceFile } from 'ts-morph'
import { pathOf } from './finding.ts'
import { roomOf, type Room } from './plan.ts'

/** The directory that holds the rooms. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')

const compilerOptions = {
  target: ScriptTarget.ESNext,
  lib: ['lib.esnext.d.ts'],
  module: ModuleKind.NodeNext,
  moduleResolution: ModuleResolutionKind.NodeNext,
  allowImportingTsExtensions: true,
  noEmit: true,
  strict: true,
  moduleDetection: ts.ModuleDetectionKind.Force,
  types: [],
}

/** The sources of these rooms, as they stand on disk. */
export const projectOf = (rooms: readonly Room[], root: string = ROOT): Project => {
  const project = new Project({ compilerOptions, skipFileDependencyResolution: true })
  project.addSourceFilesAtPaths(rooms.map((room) => `${root}/${room}/**/*.ts`))
  return project
}

/** The same kind of project with nothing on disk: files by path, the root being `/`. */
export const projectInMemory = (files: Readonly<Record<string, string>>): Project => {
  const project = new Project({ compilerOptions, useInMemoryFileSystem: true })
  for (const [path, text] of Object.entries(files)) project.createSourceFile(`/${path}`, text)
  return project
}

/** The sources of these rooms among the project's files. */
export const filesIn = (project: Project, rooms: readonly Room[], root: string): readonly SourceFile[] =>
  project.getSourceFiles().filter((file) => {
    const room = roomOf(pathOf(file, root))
    return room !== undefined && rooms.includes(room)
  })
