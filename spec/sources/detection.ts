/** What becomes of the IMA-SP requirements on detection and recovery of failures, and on input and output. */

import { by, outside, type Group } from './disposition.ts'

const detection: Group = {
  of: 'IMA-SP',
  title: 'Detection, isolation and recovery of failures',
  dispositions: [
    outside('GEN-FDIR-DEV-10', 'recovery by standard packet services', 'applications'),
    outside(
      'GEN-FDIR-DEV-20',
      'recovery that can be changed in flight',
      'applications',
      'The tables of the health monitor are configured, and stay: HEALTH-1.',
    ),
    by(
      'GEN-FDIR-FUNC-10',
      'failures are detected at several levels',
      ['HEALTH-1', 'HEALTH-R8'],
      'Of software; the spacecraft’s equipment is for applications.',
    ),
    by('GEN-FDIR-FUNC-20', 'failures are detected close to where they happen', ['HEALTH-1', 'MMU-1', 'PARTITION-5']),
    outside('GEN-FDIR-FUNC-30', 'callers look at return codes', 'process'),
    outside('GEN-FDIR-FUNC-40', 'parameters are monitored by software', 'applications'),
    by('GEN-FDIR-FUNC-50', 'a watchdog over critical tasks', ['MODULE-I3']),
    by(
      'GEN-FDIR-FUNC-60',
      'errors that the processor reports are handled',
      ['HEALTH-1', 'HEALTH_ERROR'],
      'By trap type; parity and memory correction are not modelled.',
    ),
    outside('GEN-FDIR-FUNC-70', 'memory scrubbing with error correction', 'hardware'),
    outside('GEN-FDIR-FUNC-80', 'failing sensors are detected', 'applications'),
    outside('GEN-FDIR-FUNC-90', 'failing actuators are detected', 'applications'),
    by('GEN-FDIR-FUNC-100', 'a failure is located and kept from spreading', ['HEALTH-3', 'HEALTH-2', 'PARTITION-5']),
    by(
      'GEN-FDIR-FUNC-110',
      'every failure is reported with its origin',
      ['HEALTH-3', 'GET_HM_LOG', 'GET_HM_EVENT', 'HEALTH-I1'],
      'Time, error, level and partition.',
    ),
    by('GEN-FDIR-FUNC-120', 'each failure has its recovery action', ['HEALTH_ERROR', 'HEALTH-R8']),
    outside('GEN-FDIR-FUNC-130', 'retries before a failure counts', 'applications'),
    by(
      'GEN-FDIR-FUNC-140',
      'recovery goes from lower to higher levels',
      ['HEALTH-1', 'HEALTH_ERROR', 'HEALTH-R7'],
      'Guest, partition, module; what the guest does first is its own.',
    ),
    outside(
      'GEN-FDIR-FUNC-150',
      'recovery actions can be switched off',
      'applications',
      'The action IGNORE leaves an error to the guest.',
    ),
    outside('GEN-FDIR-ARCH-10', 'quick reactions are distributed', 'applications'),
    outside('GEN-FDIR-ARCH-20', 'reactions over several units are central', 'applications'),
    outside('GEN-FDIR-ARCH-30', 'a pool of the parameters that matter', 'applications'),
    outside('GEN-FDIR-ARCH-40', 'a table of which resource is available', 'applications'),
  ],
}

const inputAndOutput: Group = {
  of: 'IMA-SP',
  title: 'Input and output, on-board time',
  dispositions: [
    by(
      'REQ-IO-IOP-01',
      'I/O partitions talk through ports and shared memory',
      ['PORTS-1', 'SPACE-3', 'SPACE-I3'],
      'No partition has another way.',
    ),
    outside('REQ-IO-IOP-02', 'middleware between clients and I/O partition', 'guest software'),
    outside('REQ-IO-IOP-03', 'configuration control of the I/O partition', 'process'),
    outside('REQ-IO-IOP-04', 'tools for the I/O partition’s configuration', 'tools and images'),
    by(
      'REQ-IO-IOP-07',
      'the I/O partition is as critical as its clients',
      ['PARTITION-R15'],
      'As far as criticality is configured; qualifying it is a process.',
    ),
    outside(
      'REQ-IO-IOOS-01',
      'the guest’s way to hold off interrupts',
      'guest software',
      'What it calls is specified: disable_interrupts.',
    ),
    outside('REQ-IO-IOOS-02', 'the guest’s way to switch off I/O services', 'guest software'),
    outside('REQ-IO-HW-MLSA-01', 'bus subaddresses that belong to partitions', 'hardware'),
    outside('REQ-IO-HW-RMAP-01', 'authorised remote writes to memory', 'hardware'),
    outside('REC-IO-IOD-01', 'layers of an I/O component', 'input and output'),
    outside('REC-IO-IOD-02', 'operations of the lowest I/O layer', 'input and output'),
    outside('REC-IO-IOD-03', 'parts an I/O component is built of', 'input and output'),
    outside('REQ-IO-IOD-01', 'services above the I/O layer', 'input and output'),
    outside('REQ-IO-IOD-02', 'I/O services are configured', 'input and output'),
    outside('REQ-IO-IOD-03', 'local and global I/O resources', 'input and output'),
    outside('REQ-IO-IOD-04', 'privileges over I/O resources', 'input and output'),
    outside('REQ-IO-IOD-05', 'what the I/O tools can define', 'tools and images'),
    by('REQ-IO-OBT-01', 'the kernel keeps the clock', ['TIME-4', 'TIME-S2', 'TIME-7', 'GET_TOD']),
    by(
      'REQ-IO-OBT-02',
      'the clock is set from a better one',
      ['TIME-7', 'SET_TOD'],
      'By a partition; the better clock is not modelled.',
    ),
  ],
}

export const detectionGroups: readonly Group[] = [detection, inputAndOutput]
