import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { readArguments } from '../../../../src-main/hosts/electron/arguments.ts'

test('a home folder and a folder of pictures, in any order', () => {
  expect(readArguments([], '/work')).toEqual({ home: undefined, folder: null })
  expect(readArguments(['--home', '/h', 'pictures'], '/work')).toEqual({
    home: '/h',
    folder: resolve('/work/pictures'),
  })
  expect(readArguments(['/a b/pictures', '--home=/h'], '/work')).toEqual({ home: '/h', folder: '/a b/pictures' })
})

test('switches of Chromium and of the system are passed over', () => {
  expect(readArguments(['--enable-logging', '--ozone-platform=wayland', '-psn_0_12345', '.'], '/work')).toEqual({
    home: undefined,
    folder: '/work',
  })
})
