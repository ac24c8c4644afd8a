import { describe, expect, it } from 'vitest'
import { readLayout } from '../../../../src-main/datasets/layout/read-layout.ts'

const splitsOf = (paths: string[], folders: string[] = []): string[] =>
  readLayout(paths, folders).items.map(({ path, fixedSplit }) => `${path} ${fixedSplit}`)

describe('readLayout', () => {
  it('makes a class of every folder, in natural order, with all that lies below', () => {
    const { classes, items, skipped } = readLayout(
      ['10/b.png', '2/deep/er/c.png', '2/a.png', '0/x'],
      ['0', '2', '2/deep', '10'],
    )
    expect(classes).toEqual(['0', '2', '10'])
    expect(items).toEqual([
      { path: '0/x', classIndex: 0, fixedSplit: null },
      { path: '2/a.png', classIndex: 1, fixedSplit: null },
      { path: '2/deep/er/c.png', classIndex: 1, fixedSplit: null },
      { path: '10/b.png', classIndex: 2, fixedSplit: null },
    ])
    expect(skipped).toEqual([])
  })

  it('knows empty class folders', () => {
    expect(readLayout(['a/1.png'], ['a', 'b']).classes).toEqual(['a', 'b'])
  })

  it('keeps names exactly as they are', () => {
    const names = [
      'a b',
      'it\'s "so"',
      'שלום',
      '🐈‍⬛',
      'line\nbreak',
      'é',
      'e\u0301',
      'x'.repeat(255),
      '__proto__',
      'constructor',
    ]
    const { classes, items } = readLayout(
      names.map((name) => `${name}/p.png`),
      [],
    )
    expect(new Set(classes)).toEqual(new Set(names))
    expect(classes.length).toBe(names.length)
    for (const { path, classIndex } of items) expect(path).toBe(`${classes[classIndex]!}/p.png`)
  })

  it('lists loose files beside the classes', () => {
    const { skipped, classes } = readLayout(['a/1', 'b/1', 'loose.png'], [])
    expect(classes).toEqual(['a', 'b'])
    expect(skipped).toEqual([
      { path: 'loose.png', code: 'dataset/no-classes', reason: expect.stringContaining('beside') as string },
    ])
  })

  it('passes over hidden files and litter, at any depth', () => {
    const { classes, items, skipped } = readLayout(
      [
        '.DS_Store',
        'a/Thumbs.db',
        'a/.hidden.png',
        'a/1.png',
        'b/1.png',
        '__MACOSX/a/1.png',
        'b/desktop.ini',
        '.git/x/y',
        'b/Icon\r',
      ],
      ['a', 'b', '.git', '__MACOSX'],
    )
    expect(classes).toEqual(['a', 'b'])
    expect(items.map(({ path }) => path)).toEqual(['a/1.png', 'b/1.png'])
    expect(skipped).toEqual([])
  })

  it('passes through folders that only wrap the rest', () => {
    const { classes, items, skipped } = readLayout(
      ['set/README', 'set/v2/a/1', 'set/v2/b/1'],
      ['set', 'set/v2', 'set/v2/a', 'set/v2/b'],
    )
    expect(classes).toEqual(['a', 'b'])
    expect(items.map(({ path }) => path)).toEqual(['set/v2/a/1', 'set/v2/b/1'])
    expect(skipped.map(({ path }) => path)).toEqual(['set/README'])
  })

  it('reads splits above the classes, in any case and under several names', () => {
    expect(splitsOf(['Train/a/1', 'VAL/a/2', 'test/b/3', 'valid/b/4', 'train/b/5'])).toEqual([
      'Train/a/1 train',
      'VAL/a/2 validation',
      'test/b/3 test',
      'train/b/5 train',
      'valid/b/4 validation',
    ])
    expect(splitsOf(['w/training/a/1', 'w/testing/b/1', 'w/notes/x/1'])).toEqual([
      'w/training/a/1 train',
      'w/testing/b/1 test',
    ])
    expect(
      readLayout(['train/a/1', 'test/b/1', 'notes/x/1', 'train/loose'], []).skipped.map(({ path }) => path),
    ).toEqual(['notes/x/1', 'train/loose'])
  })

  it('takes train and test for classes when pictures lie directly inside', () => {
    expect(readLayout(['train/1', 'test/1', 'bus/1'], []).classes).toEqual(['bus', 'test', 'train'])
  })

  it('treats a lone train folder as a wrapper', () => {
    expect(splitsOf(['train/a/1', 'train/b/1'])).toEqual(['train/a/1 null', 'train/b/1 null'])
  })
})
