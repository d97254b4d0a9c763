/** The plan of the house: its rooms, its chapters in their order, and which room may look into which. */

/** The chapters; each uses only those above it. */
export const CHAPTERS = [
  'words',
  'mmu',
  'machine',
  'hal',
  'space',
  'time',
  'guest',
  'partition',
  'ports',
  'health',
  'hypercall',
  'module',
  'flow',
] as const

/** Files at the root of a room that are no chapter: these every chapter may use, and they use none. */
const BEFORE_ALL: readonly string[] = ['statement']

/** And these may use every chapter, and none uses them: the catalogue, and the published requirements held against it. */
const AFTER_ALL: readonly string[] = ['catalogue', 'sources']

export type Room = 'spec' | 'model' | 'impl' | 'properties' | 'checker' | 'bench'

/** For each room, the other rooms it may import from. */
export const MAY_IMPORT: Readonly<Record<Room, readonly Room[]>> = {
  spec: [],
  model: ['spec'],
  impl: ['spec'],
  properties: ['spec', 'model', 'impl'],
  checker: ['spec', 'model', 'impl', 'properties'],
  bench: ['spec', 'model', 'impl', 'properties', 'checker'],
}

/** The rooms that hold the specification and the two witnesses: here the chapters keep their order. */
export const WALLED: readonly Room[] = ['spec', 'model', 'impl']

/** The rooms in which every function is a function in the mathematical sense. */
export const PURE: readonly Room[] = ['spec', 'model']

const isRoom = (name: string): name is Room => Object.hasOwn(MAY_IMPORT, name)

/** The room a file lies in, if it lies in one. The path is relative to the project's root. */
export const roomOf = (path: string): Room | undefined => {
  const [first = '', second] = path.split('/')
  return second !== undefined && isRoom(first) ? first : undefined
}

/** The chapter a file belongs to: the folder or file right below its room (`mmu.ts`, `mmu/walk.ts`, `mmu-walk.ts`). */
export const chapterOf = (path: string): string => (path.split('/')[1] ?? '').replace(/(-[^/]*)?(\.test)?(\.ts)?$/, '')

/** A chapter's place in the order, or undefined for what is no chapter. */
export const placeOf = (chapter: string): number | undefined => {
  if (BEFORE_ALL.includes(chapter)) return -1
  if (AFTER_ALL.includes(chapter)) return CHAPTERS.length
  const place = CHAPTERS.findIndex((name) => name === chapter)
  return place < 0 ? undefined : place
}

/** Whether a file holds a chapter's words only: types, constants, makers of brands. */
export const isVocabulary = (path: string): boolean => /^spec\/[^/]+\/vocabulary\.ts$/.test(path)
