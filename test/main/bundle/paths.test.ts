import { expect, test } from 'vitest'
import { isInside, mapTexts, pathRemover, portable } from '../../../src-main/bundle/paths.ts'

test.each([
  ['/home/me/x.png cannot be read.', '[path] cannot be read.'],
  ['It lies in /home/me/x.', 'It lies in [path].'],
  ['"/a b/c d.png" is gone', '"[path]" is gone'],
  ["open '/etc/passwd', please", "open '[path]', please"],
  ['ENOENT: open(C:\\Users\\me\\a.png)', 'ENOENT: open([path])'],
  ['see \\\\server\\share\\x and file:///home/me', 'see [path] and [path]'],
  ['path:/var/x', 'path:[path]'],
  ['in /work of me/pictures/a.png now', 'in [path] now'],
  ['and/or 3/4 of 10 MB/s, 24 / 7, https://example.org/a/b', 'and/or 3/4 of 10 MB/s, 24 / 7, https://example.org/a/b'],
  ['bars/1.png stays', 'bars/1.png stays'],
])('%s', (text, clean) => {
  const remove = pathRemover(['/work of me', '/'])
  expect(remove(text)).toBe(clean)
  expect(remove(clean)).toBe(clean)
})

test('texts inside of values lose their paths, whatever they stand in', () => {
  const value = { message: 'in /a/b', details: [{ file: '/c' }, 3, null, true] }
  expect(mapTexts(value, pathRemover([]))).toEqual({
    message: 'in [path]',
    details: [{ file: '[path]' }, 3, null, true],
  })
})

test.each(['a.png', 'bars/1.png', 'a b/ü.png', 'x/..a', '12:30.png', 'row 1', 'a/b:c'])('%s lies inside', (path) => {
  expect(isInside(path)).toBe(true)
  expect(portable(path)).toBe(path)
})

test.each(['', '/', '/a', 'a/', 'a//b', '..', 'a/..', '../a', './a', 'C:', 'c:/a', 'C:a', 'a\\b', 'a\0b', 'a\nb'])(
  '%j does not lie inside',
  (path) => expect(isInside(path)).toBe(false),
)
