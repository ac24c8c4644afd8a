import { expect, test } from 'vitest'
import { PrepareSpec, SplitName } from '../../../src-engine/spec/data.ts'
import { openForWriting } from '../../../src-main/storage/open.ts'
import type { StoredItem } from '../../../src-main/storage/repositories/datasets/stored.ts'
import { readStore, writeStore } from '../../../src-main/storage/store.ts'
import { temporaryFolder } from '../support/temporary.ts'

const SPLITS: readonly string[] = SplitName.options

const item = (position: number): StoredItem => ({
  position,
  path: `train-images-idx3-ubyte/${position}`,
  classIndex: position % 10,
  split: position % 4 === 0 ? 'test' : 'train',
  fixedSplit: null,
  ...{ width: 28, height: 28, format: 'idx', bytes: 796 },
  contentSha256: String(position).padStart(64, 'c'),
  tensorSha256: String(position).padStart(64, 't'),
  ...{ target: null, perceptualHash: null, traits: [] },
})

test('the pictures of a data set are counted once: asking again takes no time, however many there are', async () => {
  const db = openForWriting(await temporaryFolder())
  const count = 40_000
  writeStore(db).datasets.insert({
    ...{ id: 'data1', name: 'many', folder: '/d', root: '/d', fingerprint: 'f', contentSha256: 'c' },
    classes: Array.from({ length: 10 }, (_, digit) => String(digit)),
    split: [0.6, 0.2, 0.2],
    prepare: PrepareSpec.parse({}),
    ...{ files: null, columns: null, builtIn: null },
    ...{ task: 'classification', reading: null, version: 1, parentId: null },
    items: Array.from({ length: count }, (_, position) => item(position)),
    skipped: [],
  })
  const { datasets } = readStore(db)
  const started = performance.now()
  const first = datasets.get('data1')
  const once = performance.now() - started
  expect(first).toMatchObject({ itemCount: count })
  expect(first?.classes[1]).toEqual({ name: '1', counts: { train: 4000, validation: 0, test: 0 } })
  expect(first?.classes[2]).toEqual({ name: '2', counts: { train: 2000, validation: 0, test: 2000 } })
  const { labels, splits } = datasets.labels('data1')
  expect([labels.length, labels[39_999], ...labels.subarray(8, 12)]).toEqual([count, 9, 8, 9, 0, 1])
  expect([...splits.subarray(0, 5)]).toEqual(
    ['test', 'train', 'train', 'train', 'test'].map((name) => SPLITS.indexOf(name)),
  )
  const again = performance.now()
  for (let i = 0; i < 40; i++) expect(datasets.get('data1')).toEqual(first)
  expect(performance.now() - again).toBeLessThan(once * 8)
  db.close()
})
