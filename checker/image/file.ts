/** An image read from a file; or why there is none, in one line. */

import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs'
import { left, mapLeft, right, chain, type Either } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { visible } from '../configuration/diagnostic.ts'
import { readElf } from './elf.ts'
import { imageErrorText, mostOfImage, type Image } from './image.ts'

/** The bytes of a file, or why it cannot be read. */
const bytesOf = (path: string): Either<string, Uint8Array> => {
  let descriptor: number | undefined
  try {
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
    const file = fstatSync(descriptor)
    if (!file.isFile()) return left('is no file that can be read, but a directory or device')
    if (file.size > mostOfImage.memory) return left('is larger than the memory of any board')
    return right(readFileSync(descriptor))
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : 'unknown'
    return left(code === 'ENOENT' || code === 'ENOTDIR' ? 'there is no such file' : `cannot be read (${String(code)})`)
  } finally {
    if (descriptor !== undefined) closeSync(descriptor)
  }
}

/** An ELF file as an image. */
export const readImageFile = (path: string): Either<string, Image> =>
  pipe(
    bytesOf(path),
    mapLeft((why) => visible(`${path}: ${why}`)),
    chain((bytes) =>
      pipe(
        readElf(bytes),
        mapLeft((error) => imageErrorText(path, error)),
      ),
    ),
  )
