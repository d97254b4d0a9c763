/** The kept cases, run again before anything else is. */

import { isLeft } from 'fp-ts/lib/Either.js'
import { keptFiles, keptIn, rerunFile, type Rerun } from '../counterexample/regressions.ts'
import type { Checking } from './checking.ts'
import { engineFrom } from './engine.ts'
import type { Terminal } from './terminal.ts'

/** Runs the kept cases again. */
export const rerun = async (
  { seeded, json }: Checking,
  { out, err }: Terminal,
  signal: AbortSignal,
): Promise<readonly Rerun[]> => {
  const files = keptFiles(keptIn)
  const made = await engineFrom(seeded)
  if (isLeft(made)) throw new Error(made.left)
  const reruns: Rerun[] = []
  for (const file of files) {
    if (signal.aborted) break
    reruns.push(rerunFile(file, made.right))
    // Lets an interruption through between two cases.
    await new Promise((resolve) => void setImmediate(resolve))
  }
  const violated = reruns.filter(({ finding }) => finding !== null)
  for (const { problem } of reruns) if (problem !== null) err(`kept case cannot be run: ${problem}`)
  if (json !== true && files.length > 0) {
    out(
      `kept cases: ${reruns.length} of ${files.length} run again, ${violated.length === 0 ? 'none violated' : `${violated.length} violated`}`,
    )
    for (const { file, title, finding } of violated)
      out(`  ${file}: ${finding?.statement} at ${finding?.at} (${title})`)
    out('')
  }
  return reruns
}
