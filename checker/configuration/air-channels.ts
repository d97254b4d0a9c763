/** Channels in AIR's XML. */

import type { Path } from '../../spec/statement.ts'
import { attribute, mentionAttributes, mentionIn, type Raw } from './air-parts.ts'
import type { Element } from './document.ts'
import type { Notebook } from './notebook.ts'
import { checkShape, childrenNamed, shape } from './shape.ts'

const r = 'required'
const o = 'optional'

const shapes = {
  channel: shape({ ChannelIdentifier: r, ChannelName: o }, { Source: 'any', Destination: 'any' }),
  end: shape({}, { Standard_Partition: 'optional', Pseudo_Partition: 'optional' }),
  standard: shape({ ...mentionAttributes, PortName: r, PhysicalAddress: o }),
  pseudo: shape({ Name: o, PhysicalAddress: o, Procedure: o }),
} as const
export const channelIn = (element: Element, at: Path, notes: Notebook): Raw => {
  notes.place(at, element.at)
  checkShape(element, shapes.channel, notes)
  return {
    identifier: attribute(element, 'ChannelIdentifier', [...at, 'identifier'], notes),
    name: attribute(element, 'ChannelName', [...at, 'name'], notes) ?? null,
    sources: childrenNamed(element, 'Source').map((e, i) => endIn(e, [...at, 'sources', i], notes)),
    destinations: childrenNamed(element, 'Destination').map((e, i) => endIn(e, [...at, 'destinations', i], notes)),
  }
}

const endIn = (element: Element, at: Path, notes: Notebook): Raw => {
  notes.place(at, element.at)
  checkShape(element, shapes.end, notes)
  const standard = childrenNamed(element, 'Standard_Partition')[0]
  const pseudo = childrenNamed(element, 'Pseudo_Partition')[0]
  if (standard !== undefined && pseudo !== undefined)
    notes.say('error', 'READ-2', pseudo.at, `<${element.name}> has two partitions; keep one`)
  if (standard === undefined && pseudo === undefined)
    notes.say('error', 'READ-4', element.at, `<${element.name}> lacks an element <Standard_Partition>; add it`)
  if (pseudo !== undefined) checkShape(pseudo, shapes.pseudo, notes)
  if (standard === undefined)
    return { kind: 'pseudo', name: (pseudo && attribute(pseudo, 'Name', [...at, 'name'], notes)) ?? null }
  checkShape(standard, shapes.standard, notes)
  const port = attribute(standard, 'PortName', [...at, 'port'], notes)
  return { kind: 'partition', ...mentionIn(standard, at, notes), port }
}
