import { stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { placeWindow, readWindowState, writeWindowState } from '../../../../src-main/hosts/electron/window-state.ts'
import { temporaryFolder } from '../../support/temporary.ts'

const screen = { x: 0, y: 0, width: 1920, height: 1080 }
const second = { x: 1920, y: 0, width: 1920, height: 1200 }
const state = { x: 2000, y: 40, width: 1400, height: 900, maximized: false }

test('the window opens where it was, also on a second screen', () => {
  expect(placeWindow(state, [screen, second])).toEqual({ x: 2000, y: 40, width: 1400, height: 900 })
})

test('a window whose screen is gone opens on the first one, and never larger than it', () => {
  expect(placeWindow(state, [screen])).toEqual({ width: 1400, height: 900 })
  expect(placeWindow({ ...state, width: 3000, height: 2000 }, [screen])).toEqual({ width: 1920, height: 1080 })
  // Its title bar would be out of reach.
  expect(placeWindow({ ...state, x: 1900, y: 10 }, [screen])).toEqual({ width: 1400, height: 900 })
  expect(placeWindow({ ...state, x: 100, y: -300 }, [screen])).toEqual({ width: 1400, height: 900 })
})

test('it is never smaller than the views need', () => {
  expect(placeWindow({ ...state, width: 10, height: 10 }, [screen, second])).toMatchObject({ width: 1024, height: 700 })
  expect(placeWindow(null, [])).toEqual({ width: 1280, height: 800 })
})

test('what is remembered is read again; what is damaged, or cannot be written, is nothing', async () => {
  const file = join(await temporaryFolder(), 'window.json')
  expect(readWindowState(file)).toBeNull()
  writeWindowState(file, state)
  expect(readWindowState(file)).toEqual(state)
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  for (const damaged of ['', '{"x":1', '{"x":"1","y":0,"width":5,"height":5,"maximized":false}', '{"x":1}']) {
    await writeFile(file, damaged)
    expect(readWindowState(file), damaged).toBeNull()
  }
  expect(() => writeWindowState(join(file, 'below-a-file'), state)).not.toThrow()
})
