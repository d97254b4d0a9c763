/** What a bench prints: figures with their units, ratios, and how far they are from what was aimed at. */

/** One line of the table. `aim`: at least (a rate) or at most (a time, an amount); null where nothing was aimed at. */
export interface Figure {
  readonly what: string
  readonly value: number
  readonly unit: string
  readonly aim: { readonly at: 'least' | 'most'; readonly value: number } | null
  readonly note?: string
}

/** Seconds of user CPU time that something took, and what it gave. */
export const userSeconds = <T>(work: () => T): { readonly seconds: number; readonly gave: T } => {
  const before = process.cpuUsage().user
  const gave = work()
  return { seconds: (process.cpuUsage().user - before) / 1e6, gave }
}

/** The best of some repetitions of a rate: the machine is shared, and what disturbs only slows. */
export const bestRate = (repetitions: number, work: () => number): number => {
  let best = 0
  for (let i = 0; i < repetitions; i++) {
    const { seconds, gave } = userSeconds(work)
    best = Math.max(best, gave / seconds)
  }
  return best
}

const grouped = (n: number): string =>
  n >= 100 ? Math.round(n).toLocaleString('en').replaceAll(',', ' ') : n.toPrecision(3)

const met = ({ value, aim }: Figure): boolean =>
  aim === null || (aim.at === 'least' ? value >= aim.value : value <= aim.value)

const verdict = (figure: Figure): string => {
  if (figure.aim === null) return ''
  const bound = `${figure.aim.at === 'least' ? '≥' : '≤'} ${grouped(figure.aim.value)}`
  return met(figure) ? `meets ${bound}` : `FALLS SHORT of ${bound}`
}

export const printed = (figures: readonly Figure[]): string => {
  const width = Math.max(...figures.map(({ what }) => what.length))
  return figures
    .map((figure) =>
      `  ${figure.what.padEnd(width)}  ${grouped(figure.value).padStart(12)} ${figure.unit.padEnd(9)} ${verdict(figure)}${figure.note === undefined ? '' : `  (${figure.note})`}`.trimEnd(),
    )
    .join('\n')
}

export const shortfalls = (figures: readonly Figure[]): readonly Figure[] => figures.filter((figure) => !met(figure))
