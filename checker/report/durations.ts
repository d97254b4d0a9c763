/** How times and numbers are written for people. */

const units: readonly (readonly [nanoseconds: bigint, name: string])[] = [
  [1_000_000_000n, 's'],
  [1_000_000n, 'ms'],
  [1_000n, 'µs'],
  [1n, 'ns'],
]

/** An exact time in the largest unit that leaves at most three decimals: `0.25 s` is `250 ms`, `1.5 s` stays. */
export const exactTime = (time: bigint): string => {
  if (time === 0n) return '0 s'
  const [size, name] = units.find(([unit]) => time >= unit && (time * 1000n) % unit === 0n) ?? [1n, 'ns']
  const fraction = ((time % size) * 1000n) / size
  return `${time / size}${fraction === 0n ? '' : `.${fraction.toString().padStart(3, '0').replace(/0+$/, '')}`} ${name}`
}

/** 1234567 is `1,234,567`. */
export const grouped = (n: number): string =>
  Math.round(n)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ',')

/** `1 case`, `2 cases`. */
export const counted = (n: number, one: string, many = `${one}s`): string => `${grouped(n)} ${n === 1 ? one : many}`

/** `12.3 s` of milliseconds. */
export const elapsed = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`
