/** Faults of spatial partitioning: where areas lie, which tables map them, which pointers the kernel follows. */

import { dropped, replaced, type Fault } from './fault.ts'

export const spaceFaults: readonly Fault[] = [
  {
    id: 'space-kernel-readable',
    title: 'Kernel memory is mapped with access code 5: user level may read it',
    origin:
      'the code that AIR’s own flags for supervisor reading and writing give: latent there, for nothing uses them so',
    breaks: ['SPACE-I2', 'SPACE-2'],
    shows: ['MODULE-P3', 'MODULE-P2'],
    file: 'space.ts',
    mutate: replaced(
      'kernelAreas',
      `{ virtual: kernel.base, physical: kernel.base, bytes: kernel.bytes, unit: hugePage, code: 7, cacheable: true }`,
      `{ virtual: kernel.base, physical: kernel.base, bytes: kernel.bytes, unit: hugePage, code: 5, cacheable: true }`,
    ),
  },
  {
    id: 'space-one-page-too-many',
    title: 'Every area is mapped with one page more than it has',
    origin: 'own; a bound checked with ≤ where < was meant',
    breaks: ['SPACE-I1', 'SPACE-I3'],
    shows: ['MODULE-P3', 'MODULE-P2'],
    file: 'mmu-tables.ts',
    mutate: replaced('PageTables.map', 'done < bytes', 'done <= bytes'),
  },
  {
    id: 'space-rights-of-another',
    title: 'A shared memory is mapped for everybody with the rights of the first partition it names',
    origin: 'own',
    breaks: ['SPACE-I1', 'SPACE-3'],
    shows: ['MODULE-P3', 'MODULE-P2'],
    file: 'space.ts',
    mutate: replaced(
      'codeFor',
      'world.sharedMemory[owner.index].access.find(({ partition }) => partition === identifier)',
      'world.sharedMemory[owner.index].access.at(identifier * 0)',
    ),
  },
  {
    id: 'space-read-only-writable',
    title: 'A shared memory that may be read may be written',
    origin: 'own; AIR_SEP_0020 separates what may be written, AIR maps all of a partition with one code',
    breaks: ['SPACE-I1', 'SPACE-3'],
    shows: ['MODULE-P3', 'MODULE-P2'],
    file: 'space.ts',
    mutate: replaced('codeOf', 'R: 0', 'R: 1'),
  },
  {
    id: 'space-shared-over-own',
    title: 'The first shared memory begins at the virtual end of the last partition’s memory, not of the largest',
    origin: 'own',
    breaks: ['SPACE-I3'],
    shows: ['MODULE-P3', 'MODULE-P2'],
    file: 'space.ts',
    mutate: replaced('ownedAreas', 'Math.max(highest, virtual + bytes)', 'virtual + bytes'),
  },
  {
    id: 'space-pointer-end-unchecked',
    title: 'Of what a pointer points to only the first byte is checked',
    origin: 'hazard H2: AIR checks a pointer without its length',
    breaks: ['SPACE-2', 'GET_PARTITION_STATUS'],
    shows: ['MODULE-P2', 'MODULE-P3'],
    file: 'hypercall-pointers.ts',
    mutate: replaced(
      'Pointers.#isValid',
      'this.#reached(caller, kind, pointer, bytes) === bytes',
      'this.#reached(caller, kind, pointer, Math.min(1, bytes)) === Math.min(1, bytes)',
    ),
  },
  {
    id: 'space-pointer-unchecked',
    title: 'A pointer is valid when it is below the devices, whoever may write there',
    origin: 'hazard H2: AIR checks a pointer against one bound, not against the caller’s rights',
    breaks: ['SPACE-2', 'GET_PARTITION_STATUS'],
    shows: ['MODULE-P2', 'MODULE-P3'],
    file: 'hypercall-pointers.ts',
    mutate: replaced(
      'Pointers.#isValid',
      'this.#reached(caller, kind, pointer, bytes) === bytes',
      'pointer < 0x80000000',
    ),
  },
  {
    id: 'space-pointer-into-kernel',
    title: 'A supervisor partition’s pointer may lead into kernel memory',
    origin: 'hazard H2: the kernel as a confused deputy',
    breaks: ['SPACE-2'],
    shows: ['MODULE-P2'],
    file: 'hypercall-pointers.ts',
    mutate: replaced(
      'Pointers.#isReached',
      'offset === beyond.reserved ? this.#aboveKernel : offset >= 0',
      'offset >= beyond.reserved',
    ),
  },
  {
    id: 'space-pointer-misaligned',
    title: 'A record may lie at any address',
    origin: 'own',
    breaks: ['GET_PARTITION_STATUS'],
    shows: ['MODULE-P2'],
    file: 'hypercall-pointers.ts',
    mutate: dropped('Pointers.#isPlaced', 'if (pointer % aligned !== 0) return false'),
  },
]
