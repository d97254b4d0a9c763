/** AIR's XML, in what both dialects share: an element tree becomes a value for the codec, and every part is placed. */

import type { Path } from '../../spec/statement.ts'
import { channelIn } from './air-channels.ts'
import { healthIn } from './air-health.ts'
import { attribute, defaultUnit, mentionAttributes, mentionIn, type Dialect, type Raw } from './air-parts.ts'
import { scheduleIn } from './air-schedules.ts'
import type { Element } from './document.ts'
import type { Notebook } from './notebook.ts'
import { checkShape, childrenNamed, shape, type Shape } from './shape.ts'

const r = 'required'
const o = 'optional'

const shapes = {
  sampling: shape({ Name: r, Direction: r, MaxMessageSize: r, RefreshRateSeconds: r }),
  queuing: shape({ Name: r, Direction: r, MaxMessageSize: r, MaxNbMessages: r }),
  shared: shape({ Id: r, Name: r, Size: r, Unit: o }, { PartitionAccess: 'any' }),
  access: shape({ ...mentionAttributes, Permissions: r }),
  connections: shape({}, { Channel: 'any' }),
} as const

/** The value for the codec, of a module in this dialect. */
export const moduleIn = (root: Element, dialect: Dialect, notes: Notebook): Raw => {
  notes.place([], root.at)
  checkShape(root, moduleShape(dialect), notes)
  const all = (name: string): readonly Element[] => childrenNamed(root, name)
  const part = all(dialect.modulePart)[0]
  notes.place(['time'], part?.at ?? root.at)
  return {
    name: attribute(root, 'ModuleName', ['name'], notes),
    partitions: all('Partition').map((e, p) => partitionIn(e, ['partitions', p], dialect, notes)),
    sharedMemory: all('SharedMemory').map((e, m) => sharedIn(e, ['sharedMemory', m], notes)),
    time: {
      ...dialect.module(part, notes),
      schedules: all('Module_Schedule').map((e, s) => scheduleIn(e, ['time', 'schedules', s], dialect, notes)),
    },
    channels: all('Connection_Table').flatMap((table) => {
      notes.place(['channels'], table.at)
      checkShape(table, shapes.connections, notes)
      return childrenNamed(table, 'Channel').map((e, c) => channelIn(e, ['channels', c], notes))
    }),
    health: healthIn(root, ['health'], notes),
  }
}

const moduleShape = ({ modulePart, more }: Dialect): Shape =>
  shape(
    { ModuleName: r, ModuleVersion: o, ModuleId: o },
    {
      System_HM_Table: 'optional',
      Module_HM_Table: 'optional',
      Partition: 'some',
      Partition_Memory: 'ignored',
      Module_Schedule: 'some',
      Partition_HM_Table: 'any',
      Connection_Table: 'optional',
      LogbookSystem: 'ignored',
      [modulePart]: 'one',
      ...more,
    },
  )

const partitionAttributes = {
  PartitionIdentifier: r,
  PartitionName: r,
  Criticality: o,
  SystemPartition: o,
  EntryPoint: r,
} as const

const partitionIn = (element: Element, at: Path, dialect: Dialect, notes: Notebook): Raw => {
  notes.place(at, element.at)
  const children = {
    Sampling_Port: 'any',
    Queuing_Port: 'any',
    Process: 'ignored',
    [dialect.partitionPart]: 'one',
  } as const
  checkShape(element, shape(partitionAttributes, children), notes)
  const ports = element.children.filter(({ name }) => name === 'Sampling_Port' || name === 'Queuing_Port')
  return {
    identifier: attribute(element, 'PartitionIdentifier', [...at, 'identifier'], notes),
    name: attribute(element, 'PartitionName', [...at, 'name'], notes),
    system: attribute(element, 'SystemPartition', [...at, 'system'], notes) ?? 'false',
    criticality: attribute(element, 'Criticality', [...at, 'criticality'], notes) ?? 'LEVEL_A',
    entryPoint: attribute(element, 'EntryPoint', [...at, 'entryPoint'], notes),
    ports: ports.map((e, i) => portIn(e, [...at, 'ports', i], notes)),
    ...dialect.partition(childrenNamed(element, dialect.partitionPart)[0], at, notes),
  }
}

const portIn = (element: Element, at: Path, notes: Notebook): Raw => {
  notes.place(at, element.at)
  const sampling = element.name === 'Sampling_Port'
  checkShape(element, sampling ? shapes.sampling : shapes.queuing, notes)
  const shared = {
    name: attribute(element, 'Name', [...at, 'name'], notes),
    direction: attribute(element, 'Direction', [...at, 'direction'], notes),
    maxMessageSize: attribute(element, 'MaxMessageSize', [...at, 'maxMessageSize'], notes),
  }
  return sampling
    ? {
        kind: 'sampling',
        ...shared,
        refreshPeriod: attribute(element, 'RefreshRateSeconds', [...at, 'refreshPeriod'], notes),
      }
    : { kind: 'queuing', ...shared, maxMessages: attribute(element, 'MaxNbMessages', [...at, 'maxMessages'], notes) }
}

const sharedIn = (element: Element, at: Path, notes: Notebook): Raw => {
  notes.place(at, element.at)
  checkShape(element, shapes.shared, notes)
  return {
    identifier: attribute(element, 'Id', [...at, 'identifier'], notes),
    name: attribute(element, 'Name', [...at, 'name'], notes),
    size: attribute(element, 'Size', [...at, 'size'], notes),
    unit: attribute(element, 'Unit', [...at, 'unit'], notes) ?? defaultUnit,
    access: childrenNamed(element, 'PartitionAccess').map((e, a) => {
      const path = [...at, 'access', a]
      checkShape(e, shapes.access, notes)
      return { ...mentionIn(e, path, notes), rights: attribute(e, 'Permissions', [...path, 'rights'], notes) }
    }),
  }
}
