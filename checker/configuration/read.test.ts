/** What is wrong with a file is said in one line with its place, whatever the file is. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { formatted, mostPrinted, printed, type Diagnostic } from './diagnostic.ts'
import { mostBytes } from './document.ts'
import { readConfiguration, readConfigurationFile, type Reading } from './read.ts'
import { bytesOf, module, schedule } from './small.fixture.ts'

const said = (reading: Reading): readonly Diagnostic[] =>
  reading._tag === 'Left' ? reading.left : reading.right.warnings

const lines = (text: string | Uint8Array): readonly string[] =>
  said(readConfiguration('f.xml', typeof text === 'string' ? bytesOf(text) : text)).map(formatted)

test('a small module is read without a word', () => {
  const reading = readConfiguration('f.xml', bytesOf(module))
  expect(said(reading)).toEqual([])
  expect(reading).toMatchObject({ right: { configuration: { name: 'm', time: { ticksPerSecond: 100 } } } })
})

describe('files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'configuration-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const codeOf = (path: string): readonly string[] =>
    said(readConfigurationFile(path)).map(({ line, column, code }) => `${line}:${column} ${code}`)

  test('a missing one', () => expect(codeOf(join(folder, 'none.xml'))).toEqual(['1:1 FILE-1']))
  test('one below a file', () => {
    writeFileSync(join(folder, 'file'), '')
    expect(codeOf(join(folder, 'file', 'none.xml'))).toEqual(['1:1 FILE-1'])
  })
  test('a directory', () => {
    mkdirSync(join(folder, 'directory.xml'))
    expect(codeOf(join(folder, 'directory.xml'))).toEqual(['1:1 FILE-2'])
  })
  test('a device that never ends', () => expect(codeOf('/dev/zero')).toEqual(['1:1 FILE-2']))
  test('a name that cannot be one', () => expect(codeOf('a\0b')).toEqual(['1:1 FILE-3']))
  test('a large one is refused unread', () => {
    writeFileSync(join(folder, 'large.xml'), new Uint8Array(mostBytes + 1))
    expect(codeOf(join(folder, 'large.xml'))).toEqual(['1:1 FILE-4'])
  })
  test('a good one', () => {
    writeFileSync(join(folder, 'good.xml'), module)
    expect(readConfigurationFile(join(folder, 'good.xml'))._tag).toBe('Right')
  })
})

describe('another root says what it seems to be', () => {
  test.each([
    ['<IOPartition/>', 'the configuration of an I/O partition'],
    ['<TDF/>', 'the definition of a test'],
    ['<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"/>', 'an XML schema'],
    ['<html/>', '<html> where <ARINC_653_Module> must be; give'],
  ])('%s', (text, what) =>
    expect(lines(text)).toEqual([expect.stringMatching(new RegExp(`^f\\.xml:1:1 READ-1 .*${what}`))]),
  )
})

describe('elements and attributes', () => {
  const after = (from: string, to: string): readonly string[] => lines(module.replace(from, to))

  test('an empty module lacks everything, said at once', () =>
    expect(lines('<ARINC_653_Module/>')).toEqual([
      'f.xml:1:1 READ-4 <ARINC_653_Module> lacks the attribute ModuleName; add it',
      'f.xml:1:1 READ-4 <ARINC_653_Module> lacks an element <Partition>; add it',
      'f.xml:1:1 READ-4 <ARINC_653_Module> lacks an element <Module_Schedule>; add it',
      'f.xml:1:1 READ-4 <ARINC_653_Module> lacks an element <AIR_Configuration>; add it',
    ]))
  test('an unknown attribute, at its name, and one that lacks', () =>
    expect(after('EntryPoint', 'EntrPoint')).toEqual([
      'f.xml:2:3 READ-4 <Partition> lacks the attribute EntryPoint; add it',
      'f.xml:2:56 READ-3 <Partition> has no attribute EntrPoint (did you mean EntryPoint?); remove or correct it',
    ]))
  test('a window that is lent to somebody', () => {
    const lent = 'CoPartitionIdentifier="2" CoPartitionQuotaSeconds="0.5" CoPartitionLeastSeconds="0.01"'
    const reading = readConfiguration('f.xml', bytesOf(module.replace('PartitionPeriodStart="true"', lent)))
    const coPartition = { partition: 2, quota: 500_000_000n, least: 10_000_000n }
    expect(reading).toMatchObject({
      right: { configuration: { time: { schedules: [{ partitions: [{ windows: [{ coPartition }] }] }] } } },
    })
  })
  test('a window that says half of whom it is lent to', () =>
    expect(after('PartitionPeriodStart="true"', 'CoPartitionQuotaSeconds="0.5"')).toEqual([
      'f.xml:11:94 READ-4 <Window_Schedule> has the attribute CoPartitionQuotaSeconds and lacks CoPartitionIdentifier and CoPartitionLeastSeconds; give all three or none',
    ]))
  test('a window that is lent for no number of seconds', () =>
    expect(
      after(
        'PartitionPeriodStart="true"',
        'CoPartitionIdentifier="2" CoPartitionQuotaSeconds="half" CoPartitionLeastSeconds="1"',
      ),
    ).toEqual([expect.stringMatching(/^f\.xml:11:\d+ READ-5 .*"half" is not a number of seconds/)]))
  test('an unknown element', () =>
    expect(after('<Memory Size="0x40000"/>', '<Memory Size="0x40000"/><Memmory/>')).toEqual([
      'f.xml:5:31 READ-2 <PartitionConfiguration> has no element <Memmory> (did you mean Memory?); remove or correct it',
    ]))
  test('an element of another namespace', () =>
    expect(after('<Cache>', '<x:Cache xmlns:x="urn:x"/><Cache>')).toEqual([
      expect.stringContaining('4:7 READ-2 <PartitionConfiguration> has no element <{urn:x}Cache>'),
    ]))
  test('one element too many', () =>
    expect(after('<Cache>', '<Cache/><Cache>')).toEqual([
      'f.xml:4:15 READ-2 <PartitionConfiguration> has a second <Cache>; keep one',
    ]))
  test('a known element without effect is a warning', () => {
    const reading = readConfiguration(
      'f.xml',
      bytesOf(module.replace('<PartitionConfiguration', '<Process/><PartitionConfiguration')),
    )
    expect(reading._tag).toBe('Right')
    expect(said(reading).map(formatted)).toEqual([
      'f.xml:3:5 READ-7 warning: <Process> has no effect in AIR; remove it',
    ])
  })
  test('stray text is a warning, at its first character', () =>
    expect(after('  </Partition>', '\n  c </Partition>')).toEqual([
      'f.xml:9:3 READ-6 warning: "c" is text where none belongs; remove it',
    ]))
  test('a value, at its first character', () =>
    expect(after('MajorFrameSeconds="1"', `MajorFrameSeconds = '1s'`)).toEqual([
      'f.xml:9:81 READ-5 "1s" is not a number of seconds such as 0.25',
    ]))
  test('a number out of range', () =>
    expect(after('PartitionIdentifier="1"', 'PartitionIdentifier="2147483648"')).toEqual([
      'f.xml:2:35 READ-5 "2147483648" is out of range; give 0 to 2147483647',
    ]))
  test('a word that is none', () =>
    expect(after('InitialModuleSchedule="true"', 'InitialModuleSchedule="ture"')).toEqual([
      'f.xml:9:105 READ-5 "ture" is neither true nor false (did you mean true?)',
    ]))
  test('attributes of XML and of schemas are no one’s affair', () =>
    expect(
      after(
        'ModuleName="m"',
        'ModuleName="m" xml:lang="en" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="a.xsd"',
      ),
    ).toEqual([]))
  test('everything is said in one go, in the order of the file', () =>
    expect(
      lines(module.replace('"0x40000"', '"big"').replace('GLOBAL_TIME', 'GLOBAL').replace('"100"', '"x"')).map((l) =>
        l.split(' ', 2).join(' '),
      ),
    ).toEqual(['f.xml:5:21 READ-5', 'f.xml:6:20 READ-5', 'f.xml:14:38 READ-5']))
  test('a hundred lines at most are printed, and how many more there are', () => {
    const many = said(readConfiguration('f.xml', bytesOf(`<ARINC_653_Module>${'<a/>'.repeat(500)}</ARINC_653_Module>`)))
    expect(printed(many)).toHaveLength(mostPrinted + 1)
    expect(printed(many).at(-1)).toBe(`f.xml: and ${many.length - mostPrinted} more`)
  })
})

describe('permissions', () => {
  const having = (element: string): Reading =>
    readConfiguration('f.xml', bytesOf(module.replace('<Permissions>GLOBAL_TIME</Permissions>', element)))
  const granted = (element: string): unknown => {
    const reading = having(element)
    return reading._tag === 'Left'
      ? reading.left.map(({ code }) => code)
      : reading.right.configuration.partitions[0]?.permissions
  }
  test('no element means GLOBAL_TIME', () => expect(granted('')).toEqual(['GLOBAL_TIME']))
  test('a lone separator means none', () => expect(granted('<Permissions>;</Permissions>')).toEqual([]))
  test('an empty element is refused', () => expect(granted('<Permissions/>')).toEqual(['READ-5']))
  test('names may stand on lines of their own', () =>
    expect(granted('<Permissions>\n  SET_TOD;\n  FPU_CONTROL;\n</Permissions>')).toEqual(['SET_TOD', 'FPU_CONTROL']))
  test('SET_SCHEDULE is not given here', () =>
    expect(granted('<Permissions>SET_SCHEDULE</Permissions>')).toEqual(['READ-5']))
  test('a former name grants nothing, and that is said', () => {
    expect(granted('<Permissions>CACHE_CODE; SET_TOD</Permissions>')).toEqual(['SET_TOD'])
    expect(said(having('<Permissions>CACHE_CODE; SET_TOD</Permissions>')).map(({ code }) => code)).toEqual(['READ-7'])
  })
  test('a wrong name is refused at its place', () =>
    expect(said(having('<Permissions>\n SET_TOD;\n SET_TOT;\n</Permissions>')).map(formatted)).toEqual([
      'f.xml:8:2 READ-5 "SET_TOT" is no permission (did you mean SET_TOD?); correct or remove it',
    ]))
})

describe('cores of windows', () => {
  const having = (text: string): Reading =>
    readConfiguration('f.xml', bytesOf(module.replace('\n    </Partition_Schedule>', `${text}</Partition_Schedule>`)))
  const cores = (text: string): unknown => {
    const reading = having(text)
    return reading._tag === 'Left'
      ? reading.left.map(formatted)
      : reading.right.configuration.time.schedules[0]?.partitions[0]?.windows[0]?.cores
  }
  test('core 0 unless configured', () => expect(cores('')).toEqual([0]))
  test('as configured, by the identifier in any notation', () =>
    expect(cores('<WindowConfiguration WindowIdentifier="0x01" Cores="2; 0"/>')).toEqual([2, 0]))
  test('of a window that does not exist', () =>
    expect(cores('<WindowConfiguration WindowIdentifier="2" Cores="0"/>')).toEqual([
      expect.stringContaining('READ-10 there is no window 2 here'),
    ]))
  test('given twice', () =>
    expect(cores('<WindowConfiguration WindowIdentifier="1" Cores="0"/>'.repeat(2))).toEqual([
      expect.stringContaining('READ-10 the cores of window 1 are given already'),
    ]))
})

describe('places', () => {
  const reading = readConfiguration('f.xml', bytesOf(module))
  const locate = (...path: readonly (string | number)[]): unknown =>
    reading._tag === 'Right' && reading.right.locate(path)
  test.each([
    [['name'], 1, 31],
    [['partitions', 0, 'identifier'], 2, 35],
    [['partitions', 0, 'memory', 'size'], 5, 21],
    [['partitions', 0, 'permissions', 0], 6, 20],
    [['time', 'schedules', 0, 'partitions', 0, 'windows', 0, 'duration'], 11, 91],
    [['time', 'ticksPerSecond'], 14, 38],
  ])('%j is where its value begins', (path, line, column) => expect(locate(...path)).toEqual({ line, column }))
  test('what the file leaves out is at the element that could have it', () =>
    expect(locate('partitions', 0, 'system')).toEqual({ line: 2, column: 3 }))
  test('what has no place is at the nearest part around it', () => {
    expect(locate('partitions', 0, 'permissions', 7)).toEqual({ line: 6, column: 7 })
    expect(locate('time', 'schedules', 0, 'nonsense')).toEqual({ line: 9, column: 3 })
    expect(locate('nonsense')).toEqual({ line: 1, column: 1 })
  })
})

describe('the older dialect', () => {
  const older = `<ARINC_653_Module ModuleName="m">
  <Partition PartitionIdentifier="1" PartitionName="P" EntryPoint="main">
    <air_partition_ext xmlns="PartitionExt" air_partition_personality="RTEMS5">
      <type IOP="false" test="NONE"/>
      <cache code="true" data="false" permission="true"/>
      <properties localtime="false" supervisor="true" user_libs="IMASPEX"/>
      <module_services cache_control="false" set_part_mode="true"/>
    </air_partition_ext>
  </Partition>
${schedule.replace('\n    </Partition_Schedule>', '<WinExt xmlns="Window_Sched_Ext" WindowIdentifier="1" Cores="1"/></Partition_Schedule>')}
  <air_module_ext xmlns="ModExt" air_ticks_per_second="1000" air_cores="2" air_system_memory="400000"/>
</ARINC_653_Module>
`
  test('is read; what it does not say is assumed, and that is said', () => {
    const reading = readConfiguration('f.xml', bytesOf(older))
    expect(said(reading).map(({ code }) => code)).toEqual(['READ-9'])
    expect(reading).toMatchObject({
      right: {
        configuration: {
          partitions: [
            {
              permissions: ['SUPERVISOR', 'GLOBAL_TIME', 'FPU_CONTROL', 'SET_PARTITION_MODE'],
              memory: { size: 0x100000, unit: 0x40000 },
              cache: { code: true, data: false },
              libraries: ['IMASPEX'],
              cores: 1,
            },
          ],
          time: {
            ticksPerSecond: 1000,
            requiredCores: 2,
            schedules: [{ partitions: [{ windows: [{ cores: [1] }] }] }],
          },
        },
      },
    })
  })
  test('local time takes GLOBAL_TIME away', () =>
    expect(readConfiguration('f.xml', bytesOf(older.replace('localtime="false"', 'localtime="true"')))).toMatchObject({
      right: { configuration: { partitions: [{ permissions: ['SUPERVISOR', 'FPU_CONTROL', 'SET_PARTITION_MODE'] }] } },
    }))
  test('is held to its own attributes', () =>
    expect(lines(older.replace('supervisor="true"', 'superviser="maybe"').replace('="400000"', '="4 MB"'))).toEqual([
      expect.stringContaining('3:5 READ-9'),
      expect.stringContaining('6:37 READ-3 <properties> has no attribute superviser (did you mean supervisor?)'),
      expect.stringContaining('READ-5 "4 MB" is no hexadecimal number'),
    ]))
  test('is not mixed with the current one', () =>
    expect(lines(older.replace(/<air_module_ext.*\/>/, '<AIR_Configuration TicksPerSecond="100"/>'))).toEqual(
      expect.arrayContaining([expect.stringContaining('3:5 READ-8 <air_partition_ext> is of the older dialect')]),
    ))
})

test('a configuration of 5,000 lines is read whole', () => {
  const extra = Array.from(
    { length: 5000 },
    (_, i) =>
      `      <Window_Schedule WindowIdentifier="${i + 2}" WindowStartSeconds="${i}.5" WindowDurationSeconds="0.1"/>`,
  )
  const reading = readConfiguration(
    'f.xml',
    bytesOf(module.replace('\n    </Partition_Schedule>', `\n${extra.join('\n')}</Partition_Schedule>`)),
  )
  expect(reading._tag === 'Right' && reading.right.configuration.time.schedules[0]?.partitions[0]?.windows.length).toBe(
    5001,
  )
})
