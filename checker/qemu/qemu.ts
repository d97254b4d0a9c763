/** Runs an image on QEMU's LEON3 board and gives what it printed and how it ended. */

import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'

/** How a machine ended: it powered off, it stopped in error mode, or it printed nothing for too long and was ended. */
export interface Ended {
  readonly console: string
  readonly end: 'power off' | 'error mode' | 'silent'
}

/** One instruction at a time: only so are interrupts taken exactly, and control-transfer couples right, in version 7.2. */
const options = ['-M', 'leon3_generic', '-display', 'none', '-monitor', 'none', '-serial', 'stdio', '-singlestep']

const GRACE = 200

const started = (image: string, silence: number, program: string): Promise<E.Either<string, Ended>> =>
  new Promise((resolve) => {
    const child = spawn(program, [...options, '-kernel', image], { stdio: ['ignore', 'pipe', 'pipe'] })
    const chunks: string[] = []
    let complaint = ''
    let silent = false
    const ended = (): void => {
      silent = true
      child.kill('SIGKILL')
    }
    // A while longer: what was printed may be waiting while this process was busy with something else.
    const suspected = (): void => {
      watch = setTimeout(ended, GRACE)
    }
    let watch = setTimeout(suspected, silence)
    child.stdout.setEncoding('latin1').on('data', (chunk: string) => {
      chunks.push(chunk)
      clearTimeout(watch)
      watch = setTimeout(suspected, silence)
    })
    child.stderr.setEncoding('latin1').on('data', (chunk: string) => (complaint += chunk))
    child.on('error', (error) => {
      clearTimeout(watch)
      resolve(E.left(`${program} cannot be started (${error.message}); Debian's package qemu-system-sparc has it`))
    })
    child.on('close', (code) => {
      clearTimeout(watch)
      const console = chunks.join('')
      if (silent) resolve(E.right({ console, end: 'silent' }))
      else if (code === 0) resolve(E.right({ console, end: 'power off' }))
      else if (complaint.includes('Error state')) resolve(E.right({ console, end: 'error mode' }))
      else resolve(E.left(`${program} ended with ${code}: ${complaint.slice(0, 400)}`))
    })
  })

/** QEMU, as a machine; `silence` is after how many milliseconds without output an image counts as endless. Left: QEMU is absent or failed by itself. */
export const qemuAfter =
  (silence: number, program = 'qemu-system-sparc') =>
  async (image: Uint8Array): Promise<E.Either<string, Ended>> => {
    const directory = await mkdtemp(join(tmpdir(), 'bulkhead-qemu-'))
    try {
      const file = join(directory, 'blocks.elf')
      await writeFile(file, image)
      return await started(file, silence, program)
    } finally {
      await rm(directory, { recursive: true, force: true })
    }
  }

export const qemu = qemuAfter(10_000)
