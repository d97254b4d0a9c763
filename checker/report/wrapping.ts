/** Text folded to a width, and the names nearest to one that does not exist. */

/** `text` in lines of at most `columns`, each but the first behind `indent`; words are never cut. */
export const folded = (text: string, columns: number, first: string, indent: string): readonly string[] => {
  const lines: string[] = []
  let line = first
  let empty = true
  // A no-break space keeps its words together.
  for (const word of text.split(/[ \n]+/)) {
    if (!empty && line.length + 1 + word.length > columns) {
      lines.push(line)
      line = indent
      empty = true
    }
    line += empty ? word : ` ${word}`
    empty = false
  }
  return [...lines, line.trimEnd()]
}

/** How many characters must be changed, added or taken away. */
const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (const [i, x] of Array.from(a).entries()) {
    const next = [i + 1]
    for (const [j, y] of Array.from(b).entries())
      next.push(Math.min((row[j] ?? 0) + (x === y ? 0 : 1), (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1))
    row = next
  }
  return row[b.length] ?? 0
}

/** Up to three of `names` that somebody who wrote `wrong` may have meant. */
export const nearest = (wrong: string, names: readonly string[]): readonly string[] =>
  names
    .map((name) => ({ name, away: name.startsWith(wrong) ? 1 : distance(wrong, name) }))
    .filter(({ name, away }) => away <= Math.max(2, Math.floor(name.length / 3)))
    .toSorted((a, b) => a.away - b.away)
    .slice(0, 3)
    .map(({ name }) => name)
