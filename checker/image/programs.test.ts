/** Programs that an ordinary compiler and linker made, where they are at hand: what of them is read. */

import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { imageOf } from './elf.fixture.ts'
import { wordsOf } from './loading.ts'

const directory = new URL('../../../shared/sparc/', import.meta.url).pathname
const present = existsSync(directory)
if (!present) console.error(`skipped: the programs are not at ${directory}`)

/** Bytes of the one segment in the file, and in memory, as readelf of GNU binutils tells them. */
const programs = [
  ['hello/hello.elf', 0x164d, 0x1650],
  ['bench/bench1.elf', 0x1e9f, 0x26eb8],
  ['bench/bench10.elf', 0x1eb7, 0x26ed0],
] as const

describe.skipIf(!present)('programs as linked', () => {
  test.each(programs)('%s is read', (name, bytes, size) => {
    const file = readFileSync(`${directory}${name}`)
    const image = imageOf(file)
    const { entry, segments } = image
    expect([entry, segments.map((segment) => [segment.address, segment.bytes.length, segment.size])]).toEqual([
      0x40000000,
      [[0x40000000, bytes, size]],
    ])
    // The linker put the segment at byte 4096 of each file.
    const words = Array.from(wordsOf(image, 'data'))
    expect(words).toHaveLength(Math.ceil(bytes / 4))
    expect(words[8]?.value).toBe(file.readUInt32BE(0x1000 + 32))
  })
})
