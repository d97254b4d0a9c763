/** The program run in this process on some arguments, as its users run it: how it ends, and what it prints. */

import { main } from './main.ts'
import { ownTerminal } from './terminal.ts'

export interface Ended {
  readonly code: number
  readonly out: string
  readonly err: string
}

export const ended = async (...args: readonly string[]): Promise<Ended> => {
  let [out, err] = ['', '']
  const stdout = { write: (text: string) => void (out += text) }
  const stderr = { write: (text: string) => void (err += text) }
  const code = await main(args, ownTerminal(stdout, stderr))
  return { code, out, err }
}
