import { expect, test } from 'vitest'
import { FindingKind, type Finding } from '../../../../src-main/contract/types.ts'
import type { Examined, ExaminedItem } from '../../../../src-main/datasets/doctor/examined.ts'
import { reportOn } from '../../../../src-main/datasets/doctor/report.ts'

type Part = Partial<ExaminedItem>

/** So many sound pictures of two classes; `parts` change those at their positions. */
function pictures(parts: Readonly<Record<number, Part>> = {}, rest: Partial<Examined> = {}, count = 80): Examined {
  const items = Array.from({ length: count }, (_, position): ExaminedItem => {
    const classIndex = position % 2
    const split = position % 10 < 6 ? 'train' : position % 10 < 8 ? 'validation' : 'test'
    return {
      ...{ position, path: `${classIndex ? 'pear' : 'apple'}/${position}.jpg`, classIndex, split },
      ...{ width: 64, height: 48, contentSha256: `content ${position}`, traits: [], ...parts[position] },
    }
  })
  return { items, classes: ['apple', 'pear'], skipped: [], columns: null, near: [], changed: [], missing: [], ...rest }
}

const findingsOf = (examined: Examined): Finding[] => reportOn(examined, 5).findings
const only = (examined: Examined): Finding => {
  const findings = findingsOf(examined)
  expect(findings.map(({ kind }) => kind)).toHaveLength(1)
  return findings[0]!
}
const pathsOf = ({ groups }: Finding): string[][] => groups.map(({ items }) => items.map(({ path }) => path))

test('sound pictures are said to be so', () => {
  expect(reportOn(pictures(), 5)).toEqual({
    checkedAt: 5,
    health: { level: 'good', sentence: 'Nothing is wrong with these 80 pictures.' },
    findings: [],
  })
})

test('copies in one class and one split', () => {
  const finding = only(
    pictures({ 10: { contentSha256: 'same' }, 20: { contentSha256: 'same' }, 30: { contentSha256: 'same' } }),
  )
  expect(finding).toMatchObject({ kind: 'exactDuplicate', severity: 'warning', count: 2 })
  expect(finding.title).toBe('2 pictures are copies of others, to the last byte.')
  expect(pathsOf(finding)).toEqual([['apple/10.jpg', 'apple/20.jpg', 'apple/30.jpg']])
  expect(finding.mends).toEqual([{ label: 'Keep one of each, leave out 2', exclude: [20, 30] }])
})

test('a copy on both sides of a split is a leak that either side can give up', () => {
  const [leak, copies] = findingsOf(pictures({ 10: { contentSha256: 'same' }, 18: { contentSha256: 'same' } }))
  expect(copies?.kind).toBe('exactDuplicate')
  expect(leak).toMatchObject({ kind: 'leak', severity: 'problem', count: 2 })
  expect(leak?.title).toBe('1 picture for validation or testing is for training, too, as a copy.')
  expect(leak?.mends.map(({ exclude }) => exclude)).toEqual([[18], [10]])
  // Nearly the same is as bad.
  const near = findingsOf(pictures({}, { near: [[10, 18]] }))
  expect(near.map(({ kind }) => kind)).toEqual(['leak', 'nearDuplicate'])
})

test('validation and test may share a picture: nothing is learnt from either', () => {
  expect(only(pictures({ 6: { contentSha256: 'same' }, 18: { contentSha256: 'same' } })).kind).toBe('exactDuplicate')
})

test('the same picture in two classes', () => {
  const examined = pictures({ 10: { contentSha256: 'same' }, 11: { contentSha256: 'same' } })
  const [conflict, copies] = findingsOf(examined)
  expect(conflict).toMatchObject({ kind: 'conflictingLabels', severity: 'problem', count: 2 })
  expect(conflict?.groups[0]?.items.map(({ className }) => className)).toEqual(['apple', 'pear'])
  expect(conflict?.mends).toEqual([{ label: 'Leave out all 2', exclude: [10, 11] }])
  // Which of them to keep cannot be told.
  expect(copies?.mends).toEqual([])
  expect(reportOn(examined, 5).health).toEqual({
    level: 'problem',
    sentence: '2 pictures lie in more than one class, as copies of each other. One more thing is worth a look.',
  })
})

test('of near copies the largest is kept', () => {
  const finding = only(pictures({ 20: { width: 128, height: 96 } }, { near: [[10, 20]] }))
  expect(finding).toMatchObject({ kind: 'nearDuplicate', count: 1, mends: [{ exclude: [10] }] })
})

test('tiny and uneven classes', () => {
  const uneven = pictures({}, { classes: ['apple', 'pear', 'plum'] })
  const few = uneven.items.map((item, index) => (index === 0 ? { ...item, classIndex: 2 } : item))
  const [tiny, imbalance] = findingsOf({ ...uneven, items: few })
  expect(tiny).toMatchObject({ kind: 'tinyClass', severity: 'problem', count: 1, mends: [{ exclude: [0] }] })
  expect(tiny?.groups[0]?.note).toBe('1 picture, 1 for training')
  expect(imbalance).toMatchObject({ kind: 'imbalance', severity: 'warning' })
  expect(imbalance?.title).toBe('"pear" has 24 times as many examples to learn from as "plum".')
})

test('a mend that would leave one class is not offered', () => {
  const [tiny] = findingsOf(pictures({}, {}, 12))
  expect(tiny).toMatchObject({ kind: 'tinyClass', count: 2, mends: [] })
})

test('data that are not imported have no positions, so no mend', () => {
  const examined = pictures({ 10: { contentSha256: 'same' }, 20: { contentSha256: 'same' } })
  const items = examined.items.map((item) => ({ ...item, position: null }))
  expect(only({ ...examined, items }).mends).toEqual([])
})

test('odd sizes and ratios', () => {
  expect(only(pictures({ 4: { width: 12, height: 9 } }))).toMatchObject({ kind: 'oddSize', groups: [{ note: '12×9' }] })
  expect(only(pictures({ 4: { width: 64, height: 16 } }))).toMatchObject({
    kind: 'oddRatio',
    mends: [{ exclude: [4] }],
  })
  expect(findingsOf(pictures({ 4: { width: 128, height: 96 } }))).toEqual([])
})

test.each(['oneColour', 'nearlyBlack', 'rotated', 'sixteenBit', 'cmyk', 'alpha', 'animated'] as const)(
  'the trait %s',
  (trait) => {
    const finding = only(pictures({ 4: { traits: [trait] } }))
    const isUseless = trait === 'oneColour' || trait === 'nearlyBlack'
    expect(finding).toMatchObject({ kind: trait, count: 1, severity: isUseless ? 'warning' : 'notice' })
    expect(finding.mends).toEqual(isUseless ? [{ label: 'Leave out 1', exclude: [4] }] : [])
    expect(pathsOf(finding)).toEqual([['apple/4.jpg']])
  },
)

test('names that differ only by case, space or the way an accent is written', () => {
  const files = only(pictures({ 4: { path: 'apple/Café 1.jpg' }, 6: { path: 'apple/cafe\u0301 1.jpg' } }))
  expect(files).toMatchObject({ kind: 'similarNames', severity: 'notice', count: 1 })
  const classes = only(pictures({}, { classes: ['Apple', 'apple '] }))
  expect(classes).toMatchObject({ severity: 'warning', groups: [{ note: '"Apple", "apple "' }] })
})

test('what was skipped, with its reasons; what a person left out is no finding', () => {
  const findings = findingsOf(
    pictures(
      {},
      {
        skipped: [
          { path: 'apple/x.jpg', code: 'picture/damaged', reason: 'It ends too early.' },
          { path: 'apple/x.txt', code: 'picture/unsupported', reason: 'This is a text file.' },
          { path: 'apple/y.jpg', code: 'dataset/excluded', reason: 'Left out by hand.' },
        ],
      },
    ),
  )
  expect(findings.map(({ kind, count, groups }) => [kind, count, groups[0]?.note])).toEqual([
    ['unreadable', 1, 'It ends too early.'],
    ['notAPicture', 1, 'This is a text file.'],
  ])
})

test('files that changed or went', () => {
  expect(only(pictures({}, { changed: [3] }))).toMatchObject({ kind: 'changed', mends: [{ exclude: [3] }] })
  expect(only(pictures({}, { missing: [3, 4] })).title).toBe('2 pictures are not where they were imported from.')
})

test('columns of a table', () => {
  const columns = [
    { name: 'x', isConstant: true, missing: 0 },
    { name: 'y', isConstant: false, missing: 4 },
  ]
  const findings = findingsOf(pictures({}, { columns }))
  expect(findings.map(({ kind, groups }) => [kind, groups[0]?.items[0]?.path, groups[0]?.note])).toEqual([
    ['constantColumn', 'x', null],
    ['missingValues', 'y', '4 rows without a value'],
  ])
  expect(reportOn(pictures({}, { columns }), 5).health).toEqual({
    level: 'notice',
    sentence: 'Nothing is wrong with these 80 rows; 2 things are good to know.',
  })
})

test('a regression has no classes to compare', () => {
  const examined = pictures({}, { classes: [], columns: [] }, 12)
  expect(findingsOf({ ...examined, items: examined.items.map((item) => ({ ...item, classIndex: 0 })) })).toEqual([])
})

test('at most a thousand groups are listed, all are counted', () => {
  const skipped = Array.from({ length: 1500 }, (_, i) => ({
    path: `${i}`,
    code: 'picture/empty' as const,
    reason: 'Empty.',
  }))
  const finding = only(pictures({}, { skipped }))
  expect([finding.count, finding.groups.length]).toEqual([1500, 1000])
})

test('every kind of the contract is found by somebody', () => {
  const everything = pictures(
    {
      0: { contentSha256: 'a', traits: ['oneColour', 'rotated', 'sixteenBit', 'cmyk'] },
      1: { contentSha256: 'a', traits: ['nearlyBlack', 'alpha', 'animated'] },
      8: { contentSha256: 'a', width: 1, height: 1 },
      2: { path: 'apple/A.jpg', width: 640, height: 48 },
      4: { path: 'apple/a.jpg' },
    },
    {
      ...{ near: [[20, 22]], changed: [1], missing: [2], classes: ['apple', 'pear', 'plum'] },
      skipped: [
        { path: 'x', code: 'picture/empty', reason: '' },
        { path: 'y', code: 'picture/unsupported', reason: '' },
      ],
    },
  )
  const items = everything.items.map((item, index) =>
    index === 6 ? { ...item, classIndex: 2, split: 'train' as const } : item,
  )
  const table = pictures({}, { columns: [{ name: 'x', isConstant: true, missing: 1 }] })
  const kinds = [...findingsOf({ ...everything, items }), ...findingsOf(table)].map(({ kind }) => kind)
  expect([...new Set(kinds)].sort()).toEqual([...FindingKind.options].sort())
})
