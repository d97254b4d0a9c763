/** Statements that dispositions name although the catalogue does not have them yet; the list is to become empty. */

export const awaited: readonly string[] = []
