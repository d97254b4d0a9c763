/** The health monitor's tables in AIR's XML. */

import type { Path } from '../../spec/statement.ts'
import { attribute, mentionAttributes, mentionIn, type Raw } from './air-parts.ts'
import type { Element } from './document.ts'
import type { Notebook } from './notebook.ts'
import { checkShape, childrenNamed, shape, timesOf, type Shape } from './shape.ts'

const r = 'required'
const o = 'optional'

interface TableShapes {
  readonly table: Shape
  readonly state: Shape
  readonly line: Shape
}

/** The shapes of a table whose lines are elements of that name, with that attribute for what an error leads to. */
const tableShapes = (attributes: Shape['attributes'], line: string, outcome: string): TableShapes => ({
  table: shape(attributes, { System_State_Entry: 'any' }),
  state: shape({ SystemState: r, Description: o }, { [line]: 'any' }),
  line: shape({ ErrorIdentifier: r, Description: o, [outcome]: r, ErrorCode: o }),
})

const systemTable = tableShapes({}, 'Error_ID_Level', 'ErrorLevel')
const moduleTable = tableShapes({ ModuleCallback: o }, 'Error_ID_Action', 'Action')
const partitionTable = tableShapes({ ...mentionAttributes, PartitionCallback: o }, 'Error_ID_Action', 'Action')

/** The tables among the elements of a module. */
export const healthIn = (root: Element, at: Path, notes: Notebook): Raw => ({
  levels: childrenNamed(root, 'System_HM_Table').flatMap((e) =>
    linesIn(e, [...at, 'levels'], systemTable, 'ErrorLevel', notes),
  ),
  moduleActions: childrenNamed(root, 'Module_HM_Table').flatMap((e) =>
    linesIn(e, [...at, 'moduleActions'], moduleTable, 'Action', notes),
  ),
  partitionTables: childrenNamed(root, 'Partition_HM_Table').map((e, t) => {
    const path = [...at, 'partitionTables', t]
    const actions = linesIn(e, [...path, 'actions'], partitionTable, 'Action', notes)
    return { ...mentionIn(e, path, notes), actions }
  }),
})

const linesIn = (element: Element, at: Path, shapes: TableShapes, outcome: string, notes: Notebook): readonly Raw[] => {
  notes.place(at, element.at)
  checkShape(element, shapes.table, notes)
  const lines = childrenNamed(element, 'System_State_Entry').flatMap((state) => {
    checkShape(state, shapes.state, notes)
    return state.children
      .filter(({ name }) => timesOf(shapes.state, name) !== undefined)
      .map((line) => ({ state, line }))
  })
  return lines.map(({ state, line }, i) => {
    notes.place([...at, i], line.at)
    checkShape(line, shapes.line, notes)
    return {
      state: attribute(state, 'SystemState', [...at, i, 'state'], notes),
      error: attribute(line, 'ErrorIdentifier', [...at, i, 'error'], notes),
      outcome: attribute(line, outcome, [...at, i, 'outcome'], notes),
      description: attribute(line, 'Description', [...at, i, 'description'], notes) ?? null,
    }
  })
}
