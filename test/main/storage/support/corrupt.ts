import { closeSync, ftruncateSync, openSync, readSync, statSync, writeSync } from 'node:fs'
import type { Rng } from '../../../../src-engine/train/rng.ts'

const PAGE = 4096

/** Ways in which disks lose what was written; each says in words what it did. */
const WAYS: readonly ((file: number, pages: number, rng: Rng) => string)[] = [
  (file, pages, rng) => {
    const page = rng.below(pages)
    write(file, page * PAGE, noise(PAGE, rng))
    return `noise over page ${page}`
  },
  (file, pages, rng) => {
    const [page, count] = [rng.below(pages), 1 + rng.below(20)]
    const end = Math.min(pages, page + count)
    write(file, page * PAGE, new Uint8Array((end - page) * PAGE))
    return `zeros over pages ${page} to ${end - 1}`
  },
  (file, pages, rng) => {
    const page = 1 + rng.below(pages - 1)
    write(file, page * PAGE, noise(12, rng))
    return `noise over the head of page ${page}`
  },
  (file, pages, rng) => {
    const length = 1 + rng.below(pages * PAGE - 1)
    ftruncateSync(file, length)
    return `cut to ${length} bytes`
  },
  (file, pages, rng) => {
    const [one, other] = [1 + rng.below(pages - 1), 1 + rng.below(pages - 1)]
    const bytes = new Uint8Array(PAGE)
    const second = new Uint8Array(PAGE)
    readSync(file, bytes, 0, PAGE, one * PAGE)
    readSync(file, second, 0, PAGE, other * PAGE)
    write(file, one * PAGE, second)
    write(file, other * PAGE, bytes)
    return `pages ${one} and ${other} exchanged`
  },
  (file, pages, rng) => {
    const places = Array.from({ length: 8 }, () => rng.below(pages))
    for (const page of places) write(file, page * PAGE, noise(PAGE, rng))
    return `noise over pages ${places.join(', ')}`
  },
]

/** Damages a file in one of the ways. @returns what was done */
export function corrupt(path: string, rng: Rng): string {
  const file = openSync(path, 'r+')
  try {
    const pages = statSync(path).size / PAGE
    return WAYS[rng.below(WAYS.length)]!(file, pages, rng)
  } finally {
    closeSync(file)
  }
}

/** Writes noise over one page, counted from 1 as SQLite does. */
export function spoilPage(path: string, page: number, rng: Rng): void {
  const file = openSync(path, 'r+')
  write(file, (page - 1) * PAGE, noise(PAGE, rng))
  closeSync(file)
}

const noise = (length: number, rng: Rng): Uint8Array => Uint8Array.from({ length }, () => rng.below(256))

function write(file: number, at: number, bytes: Uint8Array): void {
  writeSync(file, bytes, 0, bytes.length, at)
}
