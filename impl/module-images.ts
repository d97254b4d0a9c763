/** Binary programs in memory: the words of each partition's image, put there before the start and by each reload. */

import type { GuestImage } from '../spec/module/vocabulary.ts'
import type { Area } from '../spec/space/vocabulary.ts'
import type { Beginning } from './hal-processors.ts'
import type { PhysicalMemory } from './words-memory.ts'

export class Images {
  readonly beginnings: readonly (Beginning | null)[]
  readonly #memory: PhysicalMemory
  readonly #own: readonly Area[]

  /** By partition its image, if it has one, and its own area. */
  constructor(images: readonly (GuestImage | null)[], own: readonly Area[], memory: PhysicalMemory) {
    this.#memory = memory
    this.#own = own
    this.beginnings = own.map(({ virtual, bytes }, p) => {
      const image = images[p] ?? null
      return image === null ? null : { entry: image.entry, stack: virtual + bytes }
    })
    own.forEach((area, p) => {
      for (const [at, word] of images[p]?.words ?? []) {
        this.#memory.store(this.#memory.offset(area.physical + (at - area.virtual)), 4, word)
      }
    })
  }

  /** A partition is reloaded: with a binary program its own area becomes what it was at the start. */
  reload(p: number): void {
    if (this.beginnings[p] !== null) this.#memory.revert(this.#own[p].physical, this.#own[p].bytes)
  }
}
