import { expect, test } from 'vitest'
import { desktopTests } from '../support/desktop.ts'
import { open } from './fixtures/start.ts'

declare global {
  interface Window {
    api: Record<string, (...args: unknown[]) => unknown> & { nested: { value: { n: number } } }
    first: unknown
  }
}

desktopTests('what a preload exposes', () => {
  test('is there before the first script of the page, which sees nothing else of the preload', async () => {
    const { page } = await open({
      preload: `
        globalThis.secret = 1
        window.addEventListener('x', () => {})
        require('electron').contextBridge.exposeInMainWorld('api', { ping: () => 'pong:' + secret })`,
      pages: {
        '/': `<!doctype html><script>
          window.first = [typeof api, api.ping(), typeof secret, typeof require, typeof process, typeof module]
        </script>`,
      },
    })
    expect(await page.evaluate(() => window.first)).toEqual([
      'object',
      'pong:1',
      'undefined',
      'undefined',
      'undefined',
      'undefined',
    ])
  })

  test('cannot be changed; functions stand for those of the preload, everything else is a copy', async () => {
    const { page } = await open({
      preload: `
        const state = { list: [1] }
        require('electron').contextBridge.exposeInMainWorld('api', {
          nested: { value: { n: 1 } },
          state: () => state,
          keep: (given) => { state.given = given },
          given: () => state.given,
          call: (callback) => callback({ n: 5 }, new Float32Array([1.5])),
          later: async (value) => ({ value }),
          fail: () => { throw Object.assign(new TypeError('no'), { code: 1 }) },
          failLater: () => Promise.reject(new Error('later')),
        })`,
    })
    const seen = await page.evaluate(async () => {
      const { api } = window
      const state = api.state!() as { list: number[] }
      state.list.push(2)
      const given = { list: [1] }
      api.keep!(given)
      given.list.push(2)
      let thrown: unknown[] = []
      try {
        api.fail!()
      } catch (error) {
        thrown = [(error as Error).message, 'code' in (error as Error)]
      }
      return {
        frozen: [Object.isFrozen(api), Object.isFrozen(api.nested.value), Reflect.set(window, 'api', 1)],
        state: (api.state!() as typeof state).list,
        given: (api.given!() as typeof given).list,
        called: api.call!((object: { n: number }, floats: Float32Array) => object.n + floats[0]!),
        later: api.later!(1) instanceof Promise,
        value: [...((await api.later!(new Map([['a', 1]]))) as { value: Map<string, number> }).value],
        thrown,
        rejected: await (api.failLater!() as Promise<void>).catch((error: Error) => error.message),
      }
    })
    expect(seen).toEqual({
      frozen: [true, true, false],
      state: [1],
      given: [1],
      called: 6.5,
      later: true,
      value: [['a', 1]],
      thrown: ['no', false],
      rejected: 'later',
    })
  })

  test('what cannot be copied is refused: the event of a message, instances, proxies, symbols', async () => {
    const { desktop, page } = await open({
      preload: `
        const { contextBridge, ipcRenderer } = require('electron')
        const failures = []
        contextBridge.exposeInMainWorld('api', {
          listen: (callback) => {
            ipcRenderer.on('event', (event, value) => {
              try { callback(event, value) } catch (error) { failures.push(error.message) }
              callback(value)
            })
          },
          failures: () => failures,
          take: (value) => typeof value,
        })`,
    })
    await page.evaluate(() => {
      window.first = []
      window.api.listen!((value: unknown) => (window.first as unknown[]).push(value))
    })
    await desktop.main(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.send('event', 7))
    await expect.poll(() => page.evaluate(() => window.first)).toEqual([7])
    expect(await page.evaluate(() => window.api.failures!())).toEqual(['An object could not be cloned.'])
    const outcomes = await page.evaluate(() => {
      class Own {
        readonly n = 1
      }
      const circle: Record<string, unknown> = {}
      circle.self = circle
      return [new Own(), new Proxy({ n: 1 }, {}), { deep: [Symbol('s')] }, circle, document.body].map((value) => {
        try {
          return window.api.take!(value)
        } catch (error) {
          return (error as Error).message
        }
      })
    })
    const refused = 'An object could not be cloned.'
    expect(outcomes).toEqual([refused, refused, refused, 'Nested objects deeper than 1000 are not supported.', refused])
  })

  test('without isolation nothing can be exposed, and a name can be taken only once', async () => {
    const preload = `require('electron').contextBridge.exposeInMainWorld('api', { n: 1 })`
    const { desktop, page } = await open({ preload, window: { webPreferences: { contextIsolation: false } } })
    expect(await page.evaluate(() => 'api' in window)).toBe(false)
    await expect
      .poll(() => desktop.output())
      .toContain('contextBridge API can only be used when contextIsolation is enabled')
    expect((await desktop.recorded()).windows[0]?.webPreferences).toMatchObject({ contextIsolation: false })

    const twice = await open({ preload: `${preload};${preload}` })
    expect(await twice.page.evaluate(() => window.api)).toEqual({ n: 1 })
    await expect
      .poll(() => twice.desktop.output())
      .toContain('Cannot bind an API on top of an existing property on the window object')
  })
})
