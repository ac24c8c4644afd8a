import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { desktopTests } from '../support/desktop.ts'
import { OPEN_BRIDGE } from './fixtures/bridge.ts'
import { open } from './fixtures/start.ts'

desktopTests('messages between page and main process', () => {
  test('values arrive as they are, both ways', async () => {
    const { desktop, page } = await open({ preload: OPEN_BRIDGE })
    await desktop.main(({ ipcMain }) => ipcMain.handle('echo', (_event, value: unknown) => value))
    const same = await page.evaluate(async () => {
      const value = {
        undefined: undefined,
        nan: NaN,
        minusZero: -0,
        big: 12345678901234567890n,
        date: new Date(86400000),
        map: new Map([['a', new Set([1, 2])]]),
        floats: new Float32Array([1.5, -2.25]),
        view: new Uint8Array([1, 2, 3, 4]).subarray(1, 3),
        buffer: new Uint8Array([7]).buffer,
        list: [null, true, 'ü\u{1F600}'],
      }
      const back = (await window.bridge.invoke('echo', value)) as typeof value
      return {
        keys: Object.keys(back),
        numbers: [Number.isNaN(back.nan), Object.is(back.minusZero, -0), back.big === value.big],
        date: back.date.getTime(),
        map: [...back.map.get('a')!],
        floats: [back.floats.constructor.name, ...back.floats],
        view: [back.view.constructor.name, ...back.view],
        buffer: [back.buffer instanceof ArrayBuffer, back.buffer.byteLength],
        list: back.list,
      }
    })
    expect(same).toEqual({
      keys: ['undefined', 'nan', 'minusZero', 'big', 'date', 'map', 'floats', 'view', 'buffer', 'list'],
      numbers: [true, true, true],
      date: 86400000,
      map: [1, 2],
      floats: ['Float32Array', 1.5, -2.25],
      view: ['Uint8Array', 2, 3],
      buffer: [true, 1],
      list: [null, true, 'ü\u{1F600}'],
    })
  })

  test('an error carries its message and nothing else; a missing handler is one', async () => {
    const { desktop, page } = await open({ preload: OPEN_BRIDGE })
    await desktop.main(({ ipcMain }) => {
      ipcMain.handle('fails', () => {
        throw Object.assign(new TypeError('no good'), { code: 7 })
      })
      ipcMain.handle('function', () => ({ f: () => 1 }))
    })
    const failure = (channel: string): Promise<unknown[]> =>
      page.evaluate(async (name) => {
        try {
          return [await window.bridge.invoke(name)]
        } catch (error) {
          return [(error as Error).name, (error as Error).message, 'code' in (error as Error)]
        }
      }, channel)
    expect(await failure('fails')).toEqual(['Error', "Error invoking remote method 'fails': TypeError: no good", false])
    expect(await failure('nobody')).toEqual([
      'Error',
      "Error invoking remote method 'nobody': Error: No handler registered for 'nobody'",
      false,
    ])
    expect((await failure('function'))[1]).toBe(
      "Error invoking remote method 'function': DataCloneError: An object could not be cloned.",
    )
    await expect.poll(() => desktop.output()).toContain("Error occurred in handler for 'nobody'")
  })

  test('there is one handler for a channel, until it is removed', async () => {
    const { desktop, page } = await open({ preload: OPEN_BRIDGE })
    const message = await desktop.main(({ ipcMain }) => {
      ipcMain.handle('once', () => 1)
      try {
        ipcMain.handle('once', () => 2)
        return 'two handlers'
      } catch (error) {
        return (error as Error).message
      } finally {
        ipcMain.removeHandler('once')
        ipcMain.handle('once', () => 3)
      }
    })
    expect(message).toBe("Attempted to register a second handler for 'once'")
    expect(await page.evaluate(() => window.bridge.invoke('once'))).toBe(3)
  })

  test('events arrive in the order they were sent, both ways, and cannot carry functions', async () => {
    const { desktop, page } = await open({ preload: OPEN_BRIDGE })
    const refused = await desktop.main(({ BrowserWindow, ipcMain }) => {
      const { webContents } = BrowserWindow.getAllWindows()[0]!
      const seen: unknown[] = []
      ipcMain.on('note', (_event, value: unknown) => seen.push(value))
      ipcMain.handle('seen', () => seen)
      for (let n = 0; n < 500; n++) webContents.send('event', n)
      try {
        webContents.send('event', () => 1)
        return null
      } catch (error) {
        return (error as Error).message
      }
    })
    expect(refused).toBe('An object could not be cloned.')
    const numbers = Array.from({ length: 500 }, (_, n) => n)
    await expect.poll(() => page.evaluate(() => window.bridge.heard().length)).toBe(500)
    expect(await page.evaluate(() => window.bridge.heard())).toEqual(numbers)
    const seen = await page.evaluate(() => {
      for (let n = 0; n < 500; n++) window.bridge.send('note', n)
      return window.bridge.invoke('seen')
    })
    expect(seen).toEqual(numbers)
  })

  test('a message says which frame it is from', async () => {
    const server = createServer((_, response) => response.setHeader('content-type', 'text/html').end('<p>foreign'))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const foreign = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    const { desktop, page } = await open({
      preload: OPEN_BRIDGE,
      pages: { '/': `<!doctype html><iframe src="${foreign}"></iframe>` },
    })
    await desktop.main(({ ipcMain }) => {
      ipcMain.handle('who', ({ senderFrame, sender }) => {
        const { url, origin, parent } = senderFrame!
        return { url, origin, parent: parent?.url ?? null, main: senderFrame === sender.mainFrame }
      })
    })
    await page.frameLocator('iframe').getByText('foreign').waitFor()
    const frame = page.frames()[1]!
    expect(await frame.evaluate(() => 'bridge' in window)).toBe(false)
    expect(await page.evaluate(() => window.bridge.invoke('who'))).toEqual({
      url: 'fixture://page/',
      origin: 'fixture://page',
      parent: null,
      main: true,
    })
    expect(await desktop.forge(foreign, 'who', [])).toEqual({
      url: foreign,
      origin: foreign.slice(0, -1),
      parent: 'fixture://page/',
      main: false,
    })
    await expect(desktop.forge(foreign, 'nobody', [])).rejects.toThrow("No handler registered for 'nobody'")
  })

  test('a frame has the bridge when the window asks for that, and its messages are its own', async () => {
    const { desktop, page } = await open({
      preload: OPEN_BRIDGE,
      pages: { '/': '<!doctype html><iframe src="/inner"></iframe>', '/inner': '<p>inner' },
      window: { webPreferences: { nodeIntegrationInSubFrames: true } },
    })
    await desktop.main(({ ipcMain }) => ipcMain.handle('who', ({ senderFrame }) => senderFrame?.url))
    await page.frameLocator('iframe').getByText('inner').waitFor()
    expect(await page.frames()[1]!.evaluate(() => window.bridge.invoke('who'))).toBe('fixture://page/inner')
    expect(await page.evaluate(() => window.bridge.invoke('who'))).toBe('fixture://page/')
  })

  test('the frame of a message is gone when its page has moved on', async () => {
    const { desktop, page } = await open({ preload: OPEN_BRIDGE, pages: { '/': '<p>one', '/two': '<p>two' } })
    await desktop.main(({ ipcMain }) => {
      ipcMain.once('early', (event) => {
        const before = event.senderFrame?.url
        ipcMain.handle('frames', () => [before, event.senderFrame])
      })
    })
    await page.evaluate(() => {
      window.bridge.send('early')
      location.href = '/two'
    })
    await page.getByText('two').waitFor()
    expect(await page.evaluate(() => window.bridge.invoke('frames'))).toEqual(['fixture://page/', null])
  })
})
