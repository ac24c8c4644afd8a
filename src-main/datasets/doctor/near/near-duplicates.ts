import { cancelled } from '../../cancelled.ts'
import { MIRRORED } from '../perceptual-hash.ts'
import { differenceOf } from './difference.ts'
import { HashIndex, hashesOf } from './hash-index.ts'
import { lookOf, type Look } from './look.ts'

/** A picture that may have near copies. */
export interface NearPicture {
  /** 16 hex digits. */
  readonly hash: string
  /** Of the original, in pixels. */
  readonly width: number
  readonly height: number
}

export interface NearOptions {
  /** The prepared picture, uint8 of this shape; what was given before may be overwritten. */
  readonly read: (index: number) => Uint8Array
  readonly shape: readonly [height: number, width: number, channels: number]
  readonly signal?: AbortSignal | undefined
}

/** Two pictures, the smaller index first, and whether one is the other's mirror image. */
export interface NearPair {
  readonly a: number
  readonly b: number
  readonly isMirrored: boolean
}

/** What may remain unexplained between copies: a copy made smaller and saved again keeps below. */
const MOST_REST = 0.11
/** What no two different pictures come below, however simple they are. */
const SURELY = MOST_REST / 2
/** The same of a single straight stroke: any two of them are nearly copies. */
const MOST_REST_OF_STROKES = 0.03
/** Of each picture, so many with the most similar hashes are compared with it: where there are more, they are look-alikes. */
const COMPARED = 8
/** A copy may be cut by as much of its side, or by as many pixels. */
const CUT_SHARE = 0.03
const CUT_PIXELS = 2
/** A pixel between pixels. */
const SLACK = 0.3
/** How long pictures are compared before others get a turn (milliseconds). */
const TURN = 40

/**
 * Finds pictures that are copies of each other in all but how they were saved: re-encoded, made smaller, cut by a few pixels,
 * lit a little differently, or mirrored.
 *
 * Similar hashes propose pairs, the pictures themselves decide: one has to be explained by the other, moved a little. A pair
 * that is explained well but not wholly counts only when it stands out: simple drawings of the same sign have many
 * look-alikes that fit nearly as well, copies have none between them and the rest.
 */
export async function findNearDuplicates(
  pictures: readonly NearPicture[],
  { read, shape, signal }: NearOptions,
): Promise<NearPair[]> {
  const hashes = hashesOf(pictures.map(({ hash }) => hash))
  const index = new HashIndex(hashes)
  const looks = new Looks(read, shape)
  const rests: (NearPair & { rest: number })[] = []
  const done = new Set<number>()
  let turn = performance.now()
  for (let a = 0; a < pictures.length; a++) {
    if (performance.now() - turn > TURN) {
      await new Promise((resolve) => setImmediate(resolve))
      if (signal?.aborted) throw cancelled()
      turn = performance.now()
    }
    for (const isMirrored of [false, true]) {
      const mask = isMirrored ? MIRRORED : 0
      const near: { b: number; distance: number }[] = []
      index.near(hashes.upper[a]! ^ mask, hashes.lower[a]! ^ mask, (b, distance) => {
        if (b !== a) near.push({ b, distance })
      })
      near.sort((one, other) => one.distance - other.distance || one.b - other.b)
      for (const { b } of near.slice(0, COMPARED)) {
        const [first, second] = a < b ? [a, b] : [b, a]
        const key = (first * pictures.length + second) * 2 + (isMirrored ? 1 : 0)
        if (done.has(key)) continue
        done.add(key)
        const most = allowance(pictures[first]!, pictures[second]!, Math.min(...shape.slice(0, 2), 32))
        const [one, other] = [looks.of(first, false), looks.of(second, isMirrored)]
        const rest = differenceOf(one, other, most)
        if (one.isStroke && other.isStroke && rest > MOST_REST_OF_STROKES) continue
        if (rest <= MOST_REST * 2) rests.push({ a: first, b: second, isMirrored, rest })
      }
    }
  }
  return standingOut(rests).map(({ a, b, isMirrored }) => ({ a, b, isMirrored }))
}

/** Pairs that no look-alike comes near to. */
function standingOut<T extends NearPair & { rest: number }>(pairs: readonly T[]): T[] {
  /** Of each picture, how well the best of those fits that are no copies. */
  const stranger = new Map<number, number>()
  for (const { a, b, rest } of pairs)
    if (rest > MOST_REST) for (const one of [a, b]) stranger.set(one, Math.min(stranger.get(one) ?? Infinity, rest))
  return pairs.filter(({ a, b, rest }) => {
    const nearest = Math.min(stranger.get(a) ?? Infinity, stranger.get(b) ?? Infinity)
    return rest <= SURELY || (rest <= MOST_REST && rest * 2 <= nearest)
  })
}

/** How far an edge may move between copies, in pixels of a look. */
function allowance(a: NearPicture, b: NearPicture, side: number): number {
  const smallest = Math.max(Math.min(a.width, a.height), Math.min(b.width, b.height))
  return side * Math.max(CUT_SHARE, CUT_PIXELS / smallest) + SLACK
}

/** The looks of pictures that were compared last: copies mostly lie close to each other. */
class Looks {
  readonly #read: NearOptions['read']
  readonly #shape: NearOptions['shape']
  readonly #kept = new Map<number, Look>()

  constructor(read: NearOptions['read'], shape: NearOptions['shape']) {
    this.#read = read
    this.#shape = shape
  }

  of(index: number, isMirrored: boolean): Look {
    const key = index * 2 + (isMirrored ? 1 : 0)
    const kept = this.#kept.get(key)
    if (kept) return kept
    const look = lookOf(this.#read(index), this.#shape, isMirrored)
    if (this.#kept.size >= MOST_KEPT) this.#kept.clear()
    this.#kept.set(key, look)
    return look
  }
}

/** 16 kB each at most. */
const MOST_KEPT = 4096
