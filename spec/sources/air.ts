/** What becomes of the requirements on AIR itself, as the IMA-SP study put them. */

import { by, outside, type Group } from './disposition.ts'

const space: Group = {
  of: 'IMA-SP',
  title: 'AIR: space',
  dispositions: [
    by('AIR_SEP_0010', 'memory that no other partition reaches', [
      'SPACE-1',
      'SPACE-I1',
      'SPACE-I3',
      'MMU-1',
      'MODULE-P3',
    ]),
    outside(
      'AIR_SEP_0020',
      'sections of a partition with rights of their own',
      'not in AIR',
      'AIR maps all of a partition readable, writable and executable, and so does the model.',
    ),
    by('AIR_SEP_0030', 'a partition that reaches what only supervisors may', [
      'PARTITION-3',
      'SPACE-2',
      'PARTITION-R10',
    ]),
    by('AIR_SEP_0050', 'an address space put together from parts', ['SPACE-1', 'SPACE-3', 'SPACE-R2']),
    by(
      'AIR_SEP_0060',
      'device registers mapped into one partition',
      ['SPACE-5', 'SPACE-R11'],
      'As a rule of configurations. AIR says of itself that it does not do it.',
    ),
    by('AIR_SEP_0070', 'shared memory with rights for each partition', [
      'SPACE-3',
      'SPACE-I1',
      'SPACE-I3',
      'GET_SHARED_AREA',
    ]),
    by(
      'AIR_SEP_0080',
      'one copy of an operating system’s code',
      ['SPACE-3', 'SPACE-R9'],
      'Shared executable memory; which sections a restart restores is not modelled.',
    ),
    by('AIR_SEP_0090', 'the kernel’s data is out of reach', ['SPACE-2', 'SPACE-I2']),
    by('AIR_SEP_0100', 'the kernel keeps the ticks since the start', ['TIME-4', 'SPACE-I2']),
  ],
}

const time: Group = {
  of: 'IMA-SP',
  title: 'AIR: time',
  dispositions: [
    by('AIR_SEP_0110', 'partitions run in their windows', ['TIME-1', 'TIME-2', 'TIME-I1', 'TIME-I2']),
    by('AIR_SEP_0120', 'schedules change at the end of a frame', [
      'TIME-3',
      'TIME-S1',
      'SET_SCHEDULE',
      'GET_SCHEDULE_ID',
      'GET_SCHEDULE_STATUS',
    ]),
    by('AIR_SEP_0130', 'changing the schedule takes a permission', ['TIME-6', 'SET_SCHEDULE.1']),
    by('AIR_SEP_0140', 'a new schedule leaves other resources as they were', ['MODULE-S1', 'GUEST-S1', 'SPACE-I1']),
    by('AIR_SEP_0190', 'one timer gives the tick, which guests are told', [
      'HAL-L4',
      'MODULE-I1',
      'TIME-S2',
      'GUEST-2',
      'GUEST-V1',
    ]),
    by('AIR_SEP_0200', 'ticks are announced as global or local time', [
      'TIME-5',
      'TIME-S4',
      'TIME-V3',
      'GUEST-V1',
      'GUEST-2',
    ]),
    by('AIR_SEP_0210', 'a partition’s clock is local or global', ['TIME-5', 'TIME-I5']),
    by(
      'AIR_SEP_0220',
      'platform time follows the on-board time',
      ['TIME-7', 'GET_TOD', 'SET_TOD'],
      'How far it may stray between two settings is a matter of real clocks.',
    ),
    by(
      'AIR_SEP_0240',
      'partitions that run in others’ spare time',
      ['TIME-8', 'TIME-I1', 'TIME-I6', 'TIME-S5', 'TIME-R26', 'END_WINDOW'],
      'Which tasks are critical the guest knows: it ends its window when they are done. What a co-partition does not use goes to nobody.',
    ),
  ],
}

const targets: Group = {
  of: 'IMA-SP',
  title: 'AIR: targets and safety',
  dispositions: [
    outside('AIR_SEP_0260', 'LEON2 as a target', 'hardware'),
    outside(
      'AIR_SEP_0270',
      'LEON3 as a target',
      'hardware',
      'Its memory map is the platform that configurations are hunted on.',
    ),
    outside('AIR_SEP_0280', 'the operating system is paravirtualised', 'guest software'),
    by('AIR_SEP_0290', 'a guest that disables interrupts keeps no tick away', ['TIME-2', 'MODULE-I1', 'GUEST-1']),
    by('AIR_SEP_0300', 'supervisor and user mode are different', ['PARTITION-3', 'PARTITION-I3', 'PARTITION-5']),
    by('AIR_SEP_0310', 'applications run in user mode', ['PARTITION-3', 'PARTITION-I3', 'PARTITION-S3']),
    by('AIR_SEP_0320', 'the kernel runs in supervisor mode', ['HAL-L7', 'PARTITION-3']),
    by('AIR_SEP_0330', 'page tables are out of reach', ['SPACE-2', 'SPACE-I2']),
    by('AIR_SEP_0340', 'what needs the kernel is a call by trap', ['HYPERCALL-1', 'HYPERCALL-3', 'HAL-L7']),
    outside(
      'AIR_SEP_0350',
      'how the guest switches its threads',
      'guest software',
      'flush_windows, which it calls, spills the windows of a binary program: GUEST-3.',
    ),
    by('AIR_SEP_0360', 'guests disable interrupts by a call', ['GUEST-1']),
    by('AIR_SEP_0370', 'some components may run in supervisor mode', ['PARTITION-3', 'PARTITION-R10']),
    by('AIR_SEP_0430', 'a health monitor as in ARINC 653', [
      'HEALTH-1',
      'HEALTH-2',
      'HEALTH_ERROR',
      'HEALTH-R3',
      'HEALTH-R8',
      'HEALTH-3',
      'HEALTH-I2',
      'SET_SYSTEM_STATE',
    ]),
    by(
      'AIR_SEP_0500',
      'null pointers are noticed',
      ['HYPERCALL-2', 'GET_PARTITION_STATUS.3', 'GET_PARTITION_ID.3', 'GET_SCHEDULE_STATUS.1', 'READ_PORT.3'],
      'Here as any address that the caller may not use; the library’s own test is the guest’s.',
    ),
    by('AIR_SEP_0510', 'other parameters are checked', [
      'HYPERCALL-1',
      'SET_PARTITION_MODE.2',
      'SET_PARTITION_MODE.4',
      'SET_SCHEDULE.2',
      'UNASSIGNED_NUMBER',
      'HYPERCALL-V1',
    ]),
    by('AIR_SEP_0530', 'which mode changes there are, and whose', [
      'PARTITION-1',
      'PARTITION-S1',
      'SET_PARTITION_MODE',
    ]),
    by('AIR_SEP_0540', 'setting a partition’s mode', ['SET_PARTITION_MODE', 'PARTITION-2']),
    by('AIR_SEP_0550', 'asking for a partition’s status', ['GET_PARTITION_STATUS', 'PARTITION-2']),
    by('AIR_SEP_0555', 'asking for a partition’s identifier', ['GET_PARTITION_ID', 'PARTITION-2']),
    by('AIR_SEP_0560', 'the mode while a partition initialises', [
      'PARTITION-1',
      'GET_PARTITION_STATUS',
      'RESTART_MODULE',
    ]),
    by(
      'AIR_SEP_0570',
      'what a cold start restores',
      ['PARTITION-S2', 'HAL-L3', 'GUEST-1', 'GUEST-I1'],
      'Its processor, health and entry; of a binary program its memory too.',
    ),
    by('AIR_SEP_0580', 'to the kernel warm is as cold', ['SET_PARTITION_MODE', 'PARTITION-S2']),
    by(
      'AIR_SEP_0600',
      'interrupts reach a partition when it is resumed',
      ['GUEST-2', 'GUEST-1', 'GUEST-S1'],
      'The clock’s, and those a guest forces; lines of devices are not given to partitions here.',
    ),
    outside(
      'AIR_SEP_0610',
      'which interrupts a partition gets is configured',
      'hardware',
      'Lines of devices are not given to partitions here.',
    ),
    by('AIR_SEP_0620', 'calls that mask and unmask interrupts', ['MASK_IRQ', 'UNMASK_IRQ', 'HYPERCALL-V4']),
    by('AIR_SEP_0640', 'faulty interrupt handlers harm their own partition', ['HEALTH-2', 'PARTITION-5', 'GUEST-2']),
    by('AIR_SEP_0660', 'a hardware watchdog that each switch retriggers', ['MODULE-I3', 'TIME-I3']),
  ],
}

const ports: Group = {
  of: 'IMA-SP',
  title: 'AIR: ports and authority',
  dispositions: [
    by('AIR_SEP_0670', 'queuing channels from one to one', [
      'PORTS-1',
      'WRITE_PORT',
      'READ_PORT',
      'PORTS-R6',
      'PORTS-R7',
      'PORTS-R11',
    ]),
    by('AIR_SEP_0690', 'sampling channels from one to many', [
      'PORTS-1',
      'WRITE_PORT',
      'READ_PORT',
      'PORTS-R6',
      'PORTS-R12',
    ]),
    by('AIR_SEP_0700', 'extended reading and status of sampling ports', [
      'READ_PORT.7',
      'READ_PORT.8',
      'GET_PORT_STATUS',
      'PORTS-2',
    ]),
    by(
      'AIR_SEP_0740',
      'mode changes leave a port’s contents alone',
      ['PORTS-4', 'PORTS-V2'],
      'AIR says of itself that it does not fulfil it.',
    ),
    by('AIR_SEP_0750', 'ports are ready when the system starts', ['PORTS-2', 'MODULE-1']),
    by(
      'AIR_SEP_0760',
      'an authorisation for each call',
      [
        'HYPERCALL-1',
        'SET_PARTITION_MODE.1',
        'GET_PARTITION_STATUS.1',
        'SET_SCHEDULE.1',
        'END_WINDOW.1',
        'SET_TOD.1',
        'ENABLE_CACHE.1',
        'RESTART_MODULE.1',
        'GET_HM_LOG.1',
      ],
      'AIR has seven permissions, each for some calls; most calls need none.',
    ),
  ],
}

const images: Group = {
  of: 'IMA-SP',
  title: 'AIR: images and patching',
  dispositions: [
    outside('AIR_SEP_0770', 'one image with kernel and partitions', 'tools and images'),
    outside('AIR_SEP_0780', 'the image is executed from RAM', 'tools and images'),
    by(
      'AIR_SEP_0790',
      'a partition that reaches all memory',
      ['PARTITION-R10', 'SPACE-2'],
      'One declared supervisor; the plug-in for patching is not in AIR.',
    ),
    outside('AIR_SEP_0800', 'at most one partition may patch', 'not in AIR'),
    outside('AIR_SEP_0810', 'only idle partitions are patched', 'not in AIR'),
    outside('AIR_SEP_0820', 'partitions are patched one by one', 'not in AIR'),
    outside('AIR_SEP_0830', 'patching spares the kernel', 'not in AIR'),
    outside('AIR_SEP_0850', 'where the kernel finds a partition’s entries', 'tools and images'),
  ],
}

const processor: Group = {
  of: 'IMA-SP',
  title: 'AIR: floating point, caches, budgets',
  dispositions: [
    by(
      'AIR_SEP_0880',
      'a call that turns floating point on or off',
      ['GUEST-1'],
      'Calls for it, for partitions with FPU_CONTROL, change a bit of the virtual processor.',
    ),
    by('AIR_SEP_0890', 'floating-point registers survive a switch', ['GUEST-3', 'GUEST-S2']),
    by('AIR_SEP_0900', 'a floating-point error stays in its partition', ['HEALTH-2', 'PARTITION-5', 'GUEST-1']),
    outside('AIR_SEP_0910', 'floating point is chosen at build time', 'tools and images'),
    by('AIR_SEP_0920', 'each partition’s caches are as configured', ['GUEST-1'], 'Which are on, not what they hold.'),
    by('AIR_SEP_0930', 'authorised partitions change their caches', [
      'ENABLE_CACHE.1',
      'DISABLE_CACHE.1',
      'FREEZE_CACHE.1',
      'GUEST-1',
    ]),
    by('AIR_SEP_0940', 'the service that turns caches on', ['ENABLE_CACHE']),
    by('AIR_TSP_0945', 'the service that freezes caches', ['FREEZE_CACHE']),
    by('AIR_SEP_0950', 'the service that turns caches off', ['DISABLE_CACHE']),
    by('AIR_SEP_0955', 'the service by which a partition is done', ['END_WINDOW'], 'AIR’s own service does nothing.'),
    by('AIR_SEP_0960', 'authorised partitions flush the caches', ['FLUSH_CACHE.1']),
    by(
      'AIR_SEP_0980',
      'caches are flushed at each switch',
      ['SPACE-4', 'SPACE-I4'],
      'Of caches only that of translations is modelled.',
    ),
    by('AIR_SEP_0985', 'authorised partitions yield their window', ['END_WINDOW', 'TIME-6', 'TIME-V4']),
    outside('AIR_TSP_0987', 'the abstraction layer’s initialisation', 'guest software'),
    by('AIR_SEP_1030', 'a switch takes a known time', ['MODULE-3', 'MODULE-I1']),
    outside('AIR_SEP_1040', 'what plug-ins add to a switch', 'not in AIR'),
    outside('AIR_SEP_1050', 'the kernel’s memory does not grow', 'performance'),
    outside('AIR_SEP_1060', 'memory of the adaptation layer is known', 'performance'),
  ],
}

const configuration: Group = {
  of: 'IMA-SP',
  title: 'AIR: configuration',
  dispositions: [
    by(
      'AIR_SEP_0990',
      'configurations in the form of ARINC 653',
      ['MODULE-1', 'PARTITION-4', 'PORTS-2', 'HEALTH-1'],
      'What is configured; the schema itself is a tool.',
    ),
    by(
      'AIR_SEP_1000',
      'what is configured of each partition',
      ['PARTITION-4', 'MODULE-1', 'PARTITION-R6', 'SPACE-R1', 'PARTITION-R1', 'PARTITION-R2'],
      'Code, data, stack and heap are one size here.',
    ),
    outside('AIR_SEP_1010', 'what is configured of each I/O interface', 'input and output'),
    by('AIR_SEP_1020', 'the configuration cannot be written', ['MODULE-1', 'SPACE-2', 'SPACE-I2']),
  ],
}

export const airGroups: readonly Group[] = [space, time, targets, ports, images, processor, configuration]
