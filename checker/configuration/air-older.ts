/** The older dialect of AIR's XML: air_partition_ext, WinExt, air_module_ext. What it cannot say is assumed. */

import type { PermissionName } from '../../spec/partition/vocabulary.ts'
import type { Path } from '../../spec/statement.ts'
import { attribute, defaultUnit, type Dialect, type Raw } from './air-parts.ts'
import { personality } from './air-personality.ts'
import { current } from './air-current.ts'
import type { Element } from './document.ts'
import type { Notebook } from './notebook.ts'
import { truthIn } from './scalars.ts'
import { attributeOf, checkShape, childrenNamed, didYouMean, itemsIn, shape, type Shape } from './shape.ts'

/** What a partition has where the file does not say: 1 MB, which is what AIR's own examples mostly ask for. */
export const olderMemory = '0x100000'

const o = 'optional'

const shapes = {
  part: shape(
    { air_partition_personality: 'required', uses_middleware: o },
    {
      type: 'one',
      cache: 'one',
      properties: o,
      module_services: 'one',
      async_traps: 'ignored',
      sync_traps: 'ignored',
      trap_virt: 'ignored',
      devices: o,
    },
  ),
  type: shape({ IOP: o, iop_config_file: o, test: o }),
  cache: shape({ permission: o, data: o, code: o }),
  properties: shape({ cores: o, localtime: o, supervisor: o, tod_sync: o, user_libs: o, SystemControl: o }),
  services: shape({ cache_control: o, fp_control: o, tod_set: o, set_part_mode: o }),
  devices: shape({}, { device: 'some' }),
  device: shape({ name: 'required' }),
  module: shape({ air_ticks_per_second: 'required', air_cores: o, air_system_memory: 'required' }),
} as const

/** A truth value that decides what is granted, so that the reader must know it before the codec does. */
const truth = (element: Element | undefined, name: string, otherwise: boolean, notes: Notebook): boolean => {
  const found = element && attributeOf(element, name)
  if (found === undefined) return otherwise
  const value = truthIn(found.value)
  if (value === undefined)
    notes.say(
      'error',
      'READ-5',
      found.valueAt,
      `"${found.value}" is neither true nor false${didYouMean(found.value, ['true', 'false'])}`,
    )
  return value ?? otherwise
}

/** Attributes that mean a permission when they have that value, and what they have when absent. */
const grants: readonly {
  readonly in: 'properties' | 'module_services'
  readonly name: string
  readonly value: boolean
  readonly otherwise: boolean
  readonly permission: PermissionName
}[] = [
  { in: 'properties', name: 'supervisor', value: true, otherwise: false, permission: 'SUPERVISOR' },
  { in: 'properties', name: 'localtime', value: false, otherwise: false, permission: 'GLOBAL_TIME' },
  { in: 'module_services', name: 'cache_control', value: true, otherwise: true, permission: 'CACHE_CONTROL' },
  { in: 'module_services', name: 'fp_control', value: true, otherwise: true, permission: 'FPU_CONTROL' },
  { in: 'module_services', name: 'tod_set', value: true, otherwise: false, permission: 'SET_TOD' },
  { in: 'module_services', name: 'set_part_mode', value: true, otherwise: false, permission: 'SET_PARTITION_MODE' },
]

const permissionsIn = (part: Element, at: Path, notes: Notebook): readonly string[] => {
  const granted = grants.filter((grant) => {
    const element = childrenNamed(part, grant.in)[0]
    return truth(element, grant.name, grant.otherwise, notes) === grant.value
  })
  return granted.map((grant, i) => {
    const element = childrenNamed(part, grant.in)[0]
    notes.place([...at, i], (element && attributeOf(element, grant.name)?.valueAt) ?? element?.at ?? part.at)
    return grant.permission
  })
}

/** What of the older dialect has no counterpart, said only where it would have had an effect. */
const sayWithoutEffect = (part: Element, notes: Notebook): void => {
  for (const [child, name] of [
    ['properties', 'tod_sync'],
    ['properties', 'SystemControl'],
    ['type', 'IOP'],
  ] as const) {
    const element = childrenNamed(part, child)[0]
    const found = element && attributeOf(element, name)
    if (truth(element, name, false, notes) && found !== undefined)
      notes.say(
        'warning',
        'READ-7',
        found.at,
        `${name} has no counterpart in the current dialect and no effect here; remove it`,
      )
  }
}

const checkParts = (part: Element, notes: Notebook): void => {
  checkShape(part, shapes.part, notes)
  const wanted: readonly (readonly [string, Shape])[] = [
    ['type', shapes.type],
    ['cache', shapes.cache],
    ['properties', shapes.properties],
    ['module_services', shapes.services],
    ['devices', shapes.devices],
  ]
  for (const [name, expected] of wanted)
    for (const element of childrenNamed(part, name)) checkShape(element, expected, notes)
}

const devicesIn = (part: Element, at: Path, notes: Notebook): Raw =>
  childrenNamed(part, 'devices')
    .flatMap((devices) => childrenNamed(devices, 'device'))
    .map((device, d) => {
      checkShape(device, shapes.device, notes)
      notes.place([...at, d], device.at)
      return { name: attribute(device, 'name', [...at, d, 'name'], notes) }
    })

const partitionIn = (part: Element, at: Path, notes: Notebook): { readonly [name: string]: Raw } => {
  checkParts(part, notes)
  sayWithoutEffect(part, notes)
  for (const path of ['permissions', 'cache', 'memory', 'libraries', 'devices']) notes.place([...at, path], part.at)
  const cache = childrenNamed(part, 'cache')[0]
  const properties = childrenNamed(part, 'properties')[0]
  const libraries = properties && attributeOf(properties, 'user_libs')
  if (at.at(-1) === 0)
    notes.say(
      'warning',
      'READ-9',
      part.at,
      `this dialect gives no memory sizes: each partition gets ${olderMemory} bytes`,
    )
  return {
    personality: personality(part, 'air_partition_personality', [...at, 'personality'], notes),
    cores: (properties && attribute(properties, 'cores', [...at, 'cores'], notes)) ?? '1',
    permissions: permissionsIn(part, [...at, 'permissions'], notes),
    memory: { size: olderMemory, unit: defaultUnit },
    cache: { code: String(truth(cache, 'code', true, notes)), data: String(truth(cache, 'data', true, notes)) },
    libraries: libraries === undefined ? [] : itemsIn([libraries.written]).map((l) => l.value),
    devices: devicesIn(part, [...at, 'devices'], notes),
  }
}

const hexadecimal = /^[0-9A-Fa-f]{1,8}$/

export const older: Dialect = {
  partitionPart: 'air_partition_ext',
  windowPart: 'WinExt',
  modulePart: 'air_module_ext',
  more: {},
  windowShape: current.windowShape,
  cores: current.cores,
  partition: (part, at, notes) => (part === undefined ? {} : partitionIn(part, at, notes)),
  module: (part, notes) => {
    if (part === undefined) return { ticksPerSecond: undefined, requiredCores: '1' }
    checkShape(part, shapes.module, notes)
    const memory = attributeOf(part, 'air_system_memory')
    if (memory !== undefined && !hexadecimal.test(memory.value))
      notes.say(
        'error',
        'READ-5',
        memory.valueAt,
        `"${memory.value}" is no hexadecimal number such as 400000; correct it`,
      )
    return {
      ticksPerSecond: attribute(part, 'air_ticks_per_second', ['time', 'ticksPerSecond'], notes),
      requiredCores: attribute(part, 'air_cores', ['time', 'requiredCores'], notes) ?? '1',
    }
  },
}
