/** JSON laid out for people, and as this project's formatter would: short lists on one line, records a line per field. */

const WIDTH = 120

/** A value on one line; null if it holds a record, which never is. */
const flat = (value: unknown): string | null => {
  if (Array.isArray(value)) {
    const items = value.map(flat)
    return items.includes(null) ? null : `[${items.join(', ')}]`
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null)
  return Object.keys(value).length === 0 ? '{}' : null
}

/** Several lists of several items each stand below one another even where they would fit. */
const isMatrix = (items: readonly unknown[]): boolean =>
  items.length > 1 && items.every((item) => Array.isArray(item) && item.length > 1)

/** Numbers, as many on a line as fit. */
const filled = (numbers: readonly number[], inner: string): string => {
  const lines: string[] = []
  let line = inner
  for (const [i, number] of numbers.entries()) {
    const text = `${number}${i + 1 < numbers.length ? ',' : ''}`
    if (line !== inner && line.length + 1 + text.length > WIDTH) {
      lines.push(line)
      line = inner
    }
    line += line === inner ? text : ` ${text}`
  }
  return [...lines, line].join('\n')
}

/** A value that begins at a column, with `after` characters behind it, inside lines indented by `indent`. */
const placed = (value: unknown, indent: string, column: number, after: number): string => {
  const line = flat(value)
  const isList = Array.isArray(value)
  if (line !== null && !(isList && isMatrix(value)) && (!isList || column + line.length + after <= WIDTH)) return line
  const inner = `${indent}  `
  if (isList) {
    const items: readonly unknown[] = value
    if (items.length > 1 && items.every((item) => typeof item === 'number'))
      return `[\n${filled(items, inner)}\n${indent}]`
    return `[\n${items.map((item, i) => `${inner}${placed(item, inner, inner.length, i + 1 < items.length ? 1 : 0)}`).join(',\n')}\n${indent}]`
  }
  const fields: readonly (readonly [string, unknown])[] = Object.entries(value ?? {})
  const lines = fields.map(([name, field], i) => {
    const key = `${inner}${JSON.stringify(name)}: `
    return `${key}${placed(field, inner, key.length, i + 1 < fields.length ? 1 : 0)}`
  })
  return `{\n${lines.join(',\n')}\n${indent}}`
}

export const laidOut = (value: unknown): string => `${placed(value, '', 0, 0)}\n`
