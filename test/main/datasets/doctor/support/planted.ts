import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import sharp, { type Sharp } from 'sharp'
import { readIdx } from '../../../../../src-engine/data/idx.ts'
import { PrepareSpec } from '../../../../../src-engine/spec/data.ts'
import { findNearDuplicates, type NearPair } from '../../../../../src-main/datasets/doctor/near/near-duplicates.ts'
import { preparePicture, type PreparedPicture } from '../../../../../src-main/datasets/prepare-picture.ts'

export interface Collection {
  readonly spec: PrepareSpec
  readonly pictures: readonly Buffer[]
}

/** A collection whose pictures are prepared, once for all that is planted among them. */
export interface Prepared extends Collection {
  readonly prepared: readonly PreparedPicture[]
}

/** The pictures of a folder, in the order of their paths, so many of them at most. */
export function folderOf(folder: string, most = Infinity): Collection {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .slice(0, most)
  return { spec: PrepareSpec.parse({}), pictures: paths.map((path) => readFileSync(path)) }
}

/** The first digits of MNIST's test file, each as a picture file of its own. */
export async function digitsOf(folder: string, count: number): Promise<Collection> {
  const { values } = readIdx(gunzipSync(readFileSync(join(folder, 't10k-images-idx3-ubyte.gz'))), 3)
  const raw = { width: 28, height: 28, channels: 1 } as const
  const pictures = await Promise.all(
    Array.from({ length: count }, (_, i) =>
      sharp(values.subarray(i * 784, (i + 1) * 784), { raw })
        .png()
        .toBuffer(),
    ),
  )
  return { spec: PrepareSpec.parse({ size: [28, 28], channels: 'gray' }), pictures }
}

type Change = (picture: Sharp, width: number, height: number) => Sharp
/** What becomes of pictures that are copied, edited and uploaded. */
export const CHANGES: Readonly<Record<string, Change>> = {
  'saved at quality 60': (picture) => picture.jpeg({ quality: 60 }),
  'resized to 90 %': (picture, width, height) =>
    picture.resize(Math.round(width * 0.9), Math.round(height * 0.9)).png(),
  'cut by 2 px': (picture, width, height) =>
    picture.extract({ left: 2, top: 2, width: width - 4, height: height - 4 }).png(),
  '5 levels brighter': (picture) => picture.toColourspace('srgb').linear(1, 5).png(),
  '5 levels darker': (picture) => picture.toColourspace('srgb').linear(1, -5).png(),
  mirrored: (picture) => picture.flop().png(),
}

/** How many planted copies were found, and pairs of pictures that nobody planted. */
export interface Measured {
  readonly planted: number
  readonly found: number
  readonly others: readonly NearPair[]
}

export async function prepareAll(collection: Collection): Promise<Prepared> {
  const prepared: PreparedPicture[] = []
  for (const bytes of collection.pictures) prepared.push((await preparePicture(bytes, collection.spec)).prepared)
  return { ...collection, prepared }
}

/** Adds a changed copy of every n-th picture to a collection, and looks which copies are found beside their originals. */
export async function measure(
  { spec, pictures, prepared: known }: Prepared,
  change: Change,
  every: number,
): Promise<Measured> {
  const originals = [...pictures.keys()].filter((index) => index % every === 0)
  const copies: PreparedPicture[] = []
  for (const index of originals) {
    const upright = await sharp(pictures[index]).autoOrient().png().toBuffer({ resolveWithObject: true })
    const bytes = await change(sharp(upright.data), upright.info.width, upright.info.height).toBuffer()
    copies.push((await preparePicture(bytes, spec)).prepared)
  }
  const prepared = [...known, ...copies]
  const pairs = await findNearDuplicates(
    prepared.map(({ perceptualHash, width, height }) => ({ hash: perceptualHash, width, height })),
    { read: (index) => prepared[index]!.pixels, shape: [...spec.size, spec.channels === 'rgb' ? 3 : 1] },
  )
  const isPlanted = ({ a, b }: NearPair): boolean => b >= pictures.length && originals[b - pictures.length] === a
  return {
    planted: copies.length,
    found: new Set(pairs.filter(isPlanted).map(({ b }) => b)).size,
    others: pairs.filter((pair) => !isPlanted(pair)),
  }
}
