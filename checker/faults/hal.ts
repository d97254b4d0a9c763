/** Faults of the hardware the hypervisor stands on: accesses, lanes, the instant of a trap. */

import { dropped, replaced, type Fault } from './fault.ts'

export const halFaults: readonly Fault[] = [
  {
    id: 'hal-misaligned-allowed',
    title: 'A doubleword may lie at any word’s address',
    origin: 'own; SPARC V8 wants doublewords at multiples of 8',
    breaks: ['HAL-1'],
    shows: ['MODULE-P2'],
    file: 'hal.ts',
    mutate: replaced('Cores.access', 'virtual & (size - 1)', 'virtual & (size - 1) & 3'),
  },
  {
    id: 'hal-subword-lane',
    title: 'Bytes and halfwords are counted from the low end of their word',
    origin: 'own; the byte order of the host instead of SPARC’s',
    breaks: ['HAL-1'],
    shows: ['MODULE-P2'],
    file: 'words-memory.ts',
    mutate: replaced('shiftOf', '(4 - size - (offset & 3)) << 3', '(offset & 3) << 3'),
  },
  {
    id: 'hal-subword-store-clears-word',
    title: 'Storing a byte or halfword clears the rest of its word',
    origin: 'own',
    breaks: ['MODULE-4'],
    shows: ['MODULE-P2'],
    file: 'words-memory.ts',
    mutate: replaced('PhysicalMemory.store', '(before & ~mask)', '0'),
  },
  {
    id: 'hal-doubleword-swapped',
    title: 'A doubleword is loaded with its words exchanged',
    origin: 'hazard H10: AIR returns the two words of a time exchanged',
    breaks: ['HAL-1'],
    shows: ['MODULE-P2'],
    file: 'hal.ts',
    mutate: replaced('Cores.#load', 'this.#memory.load(offset, 4)', 'this.#memory.load(offset + 4, 4)'),
  },
  {
    id: 'hal-fault-not-recorded',
    title: 'An access that the memory management unit refuses traps, but leaves no fault behind',
    origin: 'own',
    breaks: ['MMU-2'],
    shows: ['MODULE-P2'],
    file: 'hal.ts',
    mutate: dropped('Cores.access', 'this.mmu.record(core, type, virtual)'),
  },
  {
    id: 'hal-kernel-memory-open',
    title: 'A supervisor partition reaches the kernel’s memory and the run goes on',
    origin: 'own',
    breaks: ['SPACE-2'],
    shows: ['MODULE-P2'],
    file: 'hal.ts',
    mutate: replaced('Cores.access', 'return accessed.left', 'return accessed.done'),
  },
]
