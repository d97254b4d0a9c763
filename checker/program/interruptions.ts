/** Ctrl-C: the first time everything comes to its end, the second time at once. */

import { exit } from './exit.ts'

export const interruptions = (): { readonly signal: AbortSignal; readonly release: () => void } => {
  const controller = new AbortController()
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(exit.inconclusive)
    controller.abort()
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  const release = (): void => {
    process.off('SIGINT', stop)
    process.off('SIGTERM', stop)
  }
  return { signal: controller.signal, release }
}
