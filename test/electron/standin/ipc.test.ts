import { expect, test } from 'vitest'
import { desktopTests } from '../support/desktop.ts'
import { open } from './fixtures/start.ts'

const BRIDGE = `
  const { contextBridge, ipcRenderer } = require('electron')
  const heard = []
  ipcRenderer.on('event', (event, value) => heard.push(value))
  contextBridge.exposeInMainWorld('bridge', {
    invoke: (channel, ...args) => ipcRenderer.invoke(channel, ...args),
    send: (channel, ...args) => ipcRenderer.send(channel, ...args),
    heard: () => heard,
  })`

desktopTests('messages between page and main process', () => {
  test('values arrive as they are, both ways', async () => {
    const { desktop, page } = await open({ preload: BRIDGE })
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
        view: [back.view.constructor.name, back.view.buffer.byteLength, ...back.view],
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
      view: ['Uint8Array', 2, 2, 3],
      buffer: [true, 1],
      list: [null, true, 'ü\u{1F600}'],
    })
  })
})

declare global {
  interface Window {
    bridge: {
      invoke(channel: string, ...args: unknown[]): Promise<unknown>
      send(channel: string, ...args: unknown[]): void
      heard(): unknown[]
    }
  }
}
