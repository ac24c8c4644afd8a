import { describe, expect, it } from 'vitest'
import { readLayout } from '../../../../src-main/datasets/layout/read-layout.ts'
import { layoutReadings } from '../../../../src-main/datasets/layout/readings.ts'

const choices = (...paths: string[]) => layoutReadings(paths, [])?.map(({ layout }) => layout) ?? null
const placed = (paths: string[], layout: { depth: number; splits: boolean }) => {
  const { classes, items, skipped } = readLayout(paths, [], layout)
  return {
    items: items.map(({ path, classIndex, fixedSplit }) => `${path} ${classes[classIndex]} ${fixedSplit}`),
    skipped: skipped.map(({ path }) => path),
  }
}

describe('layoutReadings', () => {
  it('asks whether upper or lower folders are the classes, with a preview of each', () => {
    const paths = ['animals/cat/1.png', 'animals/cat/2.png', 'animals/dog/1.png', 'vehicles/bus/1.png']
    expect(layoutReadings(paths, [])).toEqual([
      {
        layout: { depth: 0, splits: false },
        title: 'The upper folders are the classes, whatever folders lie inside them.',
        ...{ classCount: 2, pictureCount: 4 },
        classes: [
          { name: 'animals', count: 3, example: 'animals/cat/1.png' },
          { name: 'vehicles', count: 1, example: 'vehicles/bus/1.png' },
        ],
      },
      {
        layout: { depth: 1, splits: false },
        title: 'The lowest folders are the classes; the folders above only group them.',
        ...{ classCount: 3, pictureCount: 4 },
        classes: [
          { name: 'bus', count: 1, example: 'vehicles/bus/1.png' },
          { name: 'cat', count: 2, example: 'animals/cat/1.png' },
          { name: 'dog', count: 1, example: 'animals/dog/1.png' },
        ],
      },
    ])
  })

  it.each([
    ['pictures directly in class folders', ['cat/1.png', 'dog/1.png']],
    ['a class folder with pictures beside its folders', ['cat/1.png', 'cat/a/1.png', 'cat/b/1.png', 'dog/a/1.png']],
    ['pictures at differing depths', ['cat/a/1.png', 'cat/b/c/1.png', 'dog/a/1.png', 'dog/b/1.png']],
    ['one folder inside each', ['cat/images/1.png', 'dog/images/1.png']],
    ['one folder of its own inside each', ['cat/cats/1.png', 'dog/dogs/1.png']],
    ['splits above the classes', ['train/cat/1.png', 'test/dog/1.png', 'val/cat/2.png']],
    ['a wrapper', ['set/cat/1.png', 'set/dog/1.png']],
    ['a few others beside the splits', ['train/a/1.png', 'train/b/1.png', 'test/b/1.png', 'notes/x/1.png']],
    ['nothing', []],
  ])('does not ask about %s', (_, paths) => {
    expect(layoutReadings(paths, [])).toBeNull()
  })

  it('looks at pictures only, where there are any', () => {
    const paths = ['a/p/1.png', 'a/q/1.png', 'b/r/1.png']
    expect(choices(...paths, 'a/notes.txt', 'readme.md')).toHaveLength(2)
    expect(choices('a/p/1', 'a/q/1', 'b/r/1', 'a/notes')).toBeNull()
  })

  it('asks level by level, below splits and wrappers too', () => {
    expect(choices('w/train/a/p/1.png', 'w/train/a/q/1.png', 'w/test/b/r/1.png')).toEqual([
      { depth: 2, splits: true },
      { depth: 3, splits: true },
    ])
    expect(choices('a/b/c/1.png', 'a/d/e/1.png', 'a/d/f/1.png', 'g/h/i/1.png')).toEqual([
      { depth: 0, splits: false },
      { depth: 1, splits: false },
      { depth: 2, splits: false },
    ])
  })

  it('asks about splits inside the classes', () => {
    const paths = ['cat/train/1.png', 'cat/test/1.png', 'dog/train/1.png', 'dog/Valid/1.png']
    expect(layoutReadings(paths, [])?.map(({ layout, title }) => [layout, title])).toEqual([
      [
        { depth: 0, splits: true },
        'The upper folders are the classes; folders inside them named train, val or test are splits.',
      ],
      [{ depth: 0, splits: false }, 'The upper folders are the classes, whatever folders lie inside them.'],
    ])
    expect(placed([...paths, 'dog/2.png'], { depth: 0, splits: true })).toEqual({
      items: [
        'cat/test/1.png cat test',
        'cat/train/1.png cat train',
        'dog/Valid/1.png dog validation',
        'dog/train/1.png dog train',
      ],
      skipped: ['dog/2.png'],
    })
  })

  it('asks about val and test without train', () => {
    const paths = ['val/a/1.png', 'val/b/1.png', 'test/a/1.png', 'test/b/1.png']
    expect(choices(...paths)).toEqual(
      [
        { depth: 1, splits: true },
        { depth: 0, splits: false },
      ].concat([{ depth: 1, splits: false }]),
    )
    expect(placed(paths, { depth: 1, splits: true }).items).toEqual([
      'test/a/1.png a test',
      'val/a/1.png a validation',
      'test/b/1.png b test',
      'val/b/1.png b validation',
    ])
  })

  it('asks when most pictures lie beside train and test', () => {
    const paths = ['train/x/1.png', 'test/y/1.png', 'bus/z/1.png', 'bus/z/2.png', 'plane/z/1.png']
    expect(choices(...paths)).toEqual([
      { depth: 1, splits: true },
      { depth: 0, splits: false },
    ])
    expect(readLayout(paths, [], { depth: 0, splits: false }).classes).toEqual(['bus', 'plane', 'test', 'train'])
  })

  it('shows the first eight classes and counts all', () => {
    const paths = Array.from({ length: 20 }, (_, i) => [`a/${i}/1.png`, `b/${i + 20}/1.png`]).flat()
    const [, lower] = layoutReadings(paths, []) ?? []
    expect([lower?.classCount, lower?.classes.length, lower?.classes[1]?.name]).toEqual([40, 8, '1'])
  })
})

describe('a layout that was chosen', () => {
  it('joins classes of one name, and leaves out what is not deep enough', () => {
    expect(placed(['a/cat/1', 'b/cat/deep/2', 'b/dog/3', 'b/4', '5'], { depth: 1, splits: false })).toEqual({
      items: ['a/cat/1 cat null', 'b/cat/deep/2 cat null', 'b/dog/3 dog null'],
      skipped: ['b/4', '5'],
    })
  })

  it('reads the same again from the pictures alone', () => {
    const paths = ['w/train/a/1', 'w/train/b/1', 'w/test/b/2', 'w/readme', 'w/notes/a/1']
    const first = readLayout(paths, ['w', 'w/train', 'w/empty', 'w/train/c'])
    expect(first.layout).toEqual({ depth: 2, splits: true })
    const again = readLayout(
      first.items.map(({ path }) => path),
      [],
      first.layout,
    )
    expect(again.items).toEqual(first.items)
    // Even when one of the splits is gone.
    expect(readLayout(['w/train/a/1', 'w/train/b/1'], [], first.layout).items.map((one) => one.fixedSplit)).toEqual([
      'train',
      'train',
    ])
  })
})
