import { setImmediate } from 'node:timers/promises'
import { builtInPictures } from '../../src-engine/data/pictures/built-in.ts'
import { labelOf, type DrawnPictures } from '../../src-engine/data/pictures/drawn-pictures.ts'
import { GlassboxError } from '../contract/errors.ts'
import type { FolderEntry, PictureFolder } from './picture-folder.ts'
import { writeBmp } from './write-bmp.ts'

/** So many pictures are drawn before messages are heard: drawing waits for nothing, and may be cancelled. */
const AT_ONCE = 16

/**
 * Built-in pictures as a folder of files would hold them: called by class and number, each drawn when it is read.
 * @param paths those that are wanted; absent: all
 * @throws {GlassboxError} `not-found`
 */
export function drawnFolder(name: string, paths?: readonly string[]): PictureFolder {
  const pictures = requirePictures(name)
  const { classes, count } = pictures
  const wanted = paths && new Set(paths)
  const entries = Array.from({ length: count }, (_, index): FolderEntry => ({
    path: pathOf(pictures, index),
    classIndex: labelOf(pictures, index),
    fixedSplit: null,
    async read() {
      if (index % AT_ONCE === 0) await setImmediate()
      return drawnFile(pictures, index)
    },
  })).filter(({ path }) => wanted?.has(path) ?? true)
  const [height, width, channels] = pictures.shape
  return {
    ...{
      root: null,
      classes: [...classes],
      entries,
      skipped: [],
      files: null,
      reading: null,
      format: 'drawn',
      fileOf: null,
    },
    prepare: { size: [height, width], channels: channels === 1 ? 'gray' : 'rgb' },
  }
}

/**
 * A built-in picture as a picture file, which is its original.
 * @param path what it is called
 * @throws {GlassboxError} `not-found`
 */
export function drawnOriginal(name: string, path: string): Uint8Array {
  const pictures = requirePictures(name)
  for (let index = 0; index < pictures.count; index++)
    if (pathOf(pictures, index) === path) return drawnFile(pictures, index)
  throw unknown(name)
}

/** Class and number, from 1 on: "7/0412". */
function pathOf(pictures: DrawnPictures, index: number): string {
  const { classes, count } = pictures
  const perClass = count / classes.length
  const number = String((index % perClass) + 1).padStart(String(perClass).length, '0')
  return `${classes[labelOf(pictures, index)]}/${number}`
}

function drawnFile({ shape: [height, width, channels], draw }: DrawnPictures, index: number): Uint8Array {
  const pixels = draw(index)
  const data = channels === 3 ? pixels : new Uint8Array(3 * pixels.length).map((_, at) => pixels[Math.floor(at / 3)]!)
  return writeBmp({ data, width, height, channels: 3 })
}

function requirePictures(name: string): DrawnPictures {
  const found = builtInPictures(name)
  if (!found) throw unknown(name)
  return found.pictures
}

function unknown(name: string): GlassboxError {
  return new GlassboxError('not-found', `This version has no such built-in pictures as those of "${name}".`, {
    hint: 'Choose others among the built-in data.',
  })
}
