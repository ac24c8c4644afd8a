import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assignSplits } from '../../../src-engine/data/split.ts'
import { splitAt, splitIntervals, splitPosition, type SplitItem } from '../../../src-engine/data/split-position.ts'
import type { SplitName, SplitShares } from '../../../src-engine/spec/data.ts'

const shares: SplitShares = [0.6, 0.2, 0.2]

/** A hash whose position is the given number in [0, 1), made different from others by `mark`. */
const hashAt = (position: number, mark = 0): string =>
  Math.floor(position * 2 ** 52)
    .toString(16)
    .padStart(13, '0') + mark.toString(16).padStart(51, '0')

const item = (classIndex: number, contentSha256: string, fixedSplit: SplitName | null = null): SplitItem => ({
  classIndex,
  contentSha256,
  fixedSplit,
})
const at = (classIndex: number, ...positions: number[]): SplitItem[] =>
  positions.map((position, mark) => item(classIndex, hashAt(position, mark)))

const hash = fc.stringMatching(/^[0-9a-f]{64}$/)
const items = fc.array(fc.record({ classIndex: fc.nat(3), contentSha256: hash, fixedSplit: fc.constant(null) }), {
  maxLength: 60,
})
const byHash = (contentSha256: string): SplitName =>
  splitAt(splitPosition(contentSha256), splitIntervals(shares, new Set()))

describe('splitPosition', () => {
  it('reads the first 52 bits as a fraction', () => {
    expect(splitPosition('8' + '0'.repeat(63))).toBe(0.5)
    expect(splitPosition('0'.repeat(64))).toBe(0)
    expect(splitPosition('f'.repeat(64))).toBe(1 - 2 ** -52)
    expect(() => splitPosition('not a hash')).toThrow(RangeError)
  })
})

describe('assignSplits', () => {
  it('goes by thresholds on the content hash', () => {
    expect(assignSplits(at(0, 0, 0.59, 0.61, 0.79, 0.81, 0.99), shares)).toEqual([
      'train',
      'train',
      'validation',
      'validation',
      'test',
      'test',
    ])
  })

  it('takes no validation and no test when their share is nothing', () => {
    expect(assignSplits(at(0, 0.1, 0.5, 0.95, 0.99999), [1, 0, 0])).toEqual(['train', 'train', 'train', 'train'])
    expect(assignSplits(at(0, 0.1, 0.85, 0.9), [0.8, 0, 0.2])).toEqual(['train', 'test', 'test'])
    expect(assignSplits(at(0, 0.1, 0.85, 0.9), [0.8, 0.2, 0])).toEqual(['train', 'validation', 'validation'])
  })

  it('lends the nearest picture to a split that would be empty', () => {
    expect(assignSplits(at(0, 0.1, 0.2, 0.58, 0.7), shares)).toEqual(['train', 'train', 'test', 'validation'])
    expect(assignSplits(at(0, 0.62, 0.7, 0.9), shares)).toEqual(['train', 'validation', 'test'])
    expect(assignSplits(at(0, 0.9, 0.95, 0.99), shares)).toEqual(['train', 'validation', 'test'])
  })

  it('gives one picture to training, two to training and test', () => {
    expect(assignSplits(at(0, 0.95), shares)).toEqual(['train'])
    expect(assignSplits(at(0, 0.1, 0.7), shares)).toEqual(['train', 'test'])
    expect(assignSplits(at(0, 0.7, 0.75), shares)).toEqual(['train', 'test'])
    expect(assignSplits(at(0, 0.85, 0.9), shares)).toEqual(['train', 'test'])
  })

  it('keeps what came in folders, and takes validation from train when only that is missing', () => {
    const given = [
      item(0, hashAt(0.1, 1), 'train'),
      item(0, hashAt(0.7, 2), 'train'),
      item(0, hashAt(0.8, 3), 'train'),
      item(0, hashAt(0.99, 4), 'train'),
      item(0, hashAt(0.2, 5), 'test'),
    ]
    expect(assignSplits(given, shares)).toEqual(['train', 'train', 'validation', 'validation', 'test'])
    const all = [item(0, hashAt(0.9), 'train'), item(0, hashAt(0.1), 'validation'), item(0, hashAt(0.2), 'test')]
    expect(assignSplits(all, shares)).toEqual(['train', 'validation', 'test'])
  })

  it('lends nothing to or from splits that came as folders', () => {
    const given = [
      item(0, hashAt(0.1), 'train'),
      item(0, hashAt(0.2), 'train'),
      item(1, hashAt(0.3), 'train'),
      item(0, hashAt(0.5), 'test'),
    ]
    expect(assignSplits(given, shares)).toEqual(['train', 'validation', 'train', 'test'])
  })

  it('keeps copies together, also when one of them is lent and also across classes', () => {
    fc.assert(
      fc.property(items, fc.array(fc.nat(59), { maxLength: 20 }), (list, copied) => {
        const all = [...list, ...copied.flatMap((i) => (list[i] ? [{ ...list[i], classIndex: (i * 7) % 4 }] : []))]
        const splits = assignSplits(all, shares)
        const seen = new Map<string, SplitName>()
        for (const [i, { contentSha256 }] of all.entries()) {
          expect(splits[i]).toBe(seen.get(contentSha256) ?? splits[i])
          seen.set(contentSha256, splits[i]!)
        }
      }),
    )
  })

  it('fills train, test and validation of every class as far as its pictures go', () => {
    fc.assert(
      fc.property(items, (list) => {
        const splits = assignSplits(list, shares)
        for (const [classIndex, members] of Map.groupBy(list.keys(), (i) => list[i]!.classIndex)) {
          const filled = new Set(members.map((i) => splits[i]!))
          const wanted = (['train', 'test', 'validation'] as const).slice(
            0,
            new Set(members.map((i) => list[i]!.contentSha256)).size,
          )
          expect([classIndex, ...wanted.filter((split) => !filled.has(split))]).toEqual([classIndex])
        }
      }),
    )
  })

  it('moves nothing when pictures are added, except what is lent', () => {
    fc.assert(
      fc.property(items, items, (before, added) => {
        const first = assignSplits(before, shares)
        const second = assignSplits([...before, ...added], shares)
        for (const [i, { contentSha256 }] of before.entries()) {
          const lent = first[i] !== byHash(contentSha256) || second[i] !== byHash(contentSha256)
          if (!lent) expect(second[i]).toBe(first[i])
        }
        // A class that fills its splits by itself lends nothing: each of its pictures is where its hash says.
        const full = (list: SplitItem[], classIndex: number): boolean =>
          new Set(list.filter((one) => one.classIndex === classIndex).map((one) => byHash(one.contentSha256))).size ===
          3
        for (const [i, { classIndex, contentSha256 }] of before.entries())
          if (full(before, classIndex)) expect(first[i]).toBe(byHash(contentSha256))
      }),
    )
  })

  it('does not depend on the order of the pictures', () => {
    fc.assert(
      fc.property(items, (list) => {
        const splits = new Map(list.map((one, i) => [one, assignSplits(list, shares)[i]]))
        const reversed = list.toReversed()
        const again = assignSplits(reversed, shares)
        for (const [i, one] of reversed.entries()) expect(again[i]).toBe(splits.get(one))
      }),
    )
  })

  it.each<{ wanted: SplitShares }>([{ wanted: [0.6, 0.2, 0.2] }, { wanted: [0.8, 0.1, 0.1] }])(
    'keeps the shares $wanted within what chance allows',
    ({ wanted }) => {
      const list = Array.from({ length: 20_000 }, (_, i) =>
        item(0, createHash('sha256').update(`picture ${i}`).digest('hex')),
      )
      const splits = assignSplits(list, wanted)
      for (const [i, name] of (['train', 'validation', 'test'] as const).entries()) {
        const share = splits.filter((split) => split === name).length / splits.length
        const deviation = Math.sqrt((wanted[i]! * (1 - wanted[i]!)) / splits.length)
        expect(Math.abs(share - wanted[i]!)).toBeLessThan(4 * deviation)
      }
    },
  )
})
