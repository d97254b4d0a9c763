/** Faults of the machine: what a program on the bare board shows. */

import type { Fault } from './fault.ts'
import { machineAccessFaults } from './machine-accesses.ts'
import { machineArithmeticFaults } from './machine-arithmetic.ts'
import { machineControlFaults } from './machine-control.ts'
import { machineFloatFaults } from './machine-float.ts'
import { machineMmuFaults } from './machine-mmu.ts'
import { machineTrapFaults } from './machine-traps.ts'

export const machineFaults: readonly Fault[] = [
  ...machineArithmeticFaults,
  ...machineControlFaults,
  ...machineTrapFaults,
  ...machineAccessFaults,
  ...machineMmuFaults,
  ...machineFloatFaults,
]
