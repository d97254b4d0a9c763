/** What the program says to the shell. */

export const exit = {
  /** Nothing is wrong, and enough was tried to say so. */
  pass: 0,
  /** A rule error or a violation. */
  violation: 1,
  /** Input that cannot be used, a wrong command line, or a defect of the program itself. */
  unusable: 2,
  /** Too little was tried to say anything, or it was interrupted. */
  inconclusive: 3,
} as const

export type Exit = (typeof exit)[keyof typeof exit]
