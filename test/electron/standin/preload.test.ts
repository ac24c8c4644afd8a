import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../main/support/temporary.ts'
import { desktopTests } from '../support/desktop.ts'
import { OPEN_BRIDGE } from './fixtures/bridge.ts'
import { open } from './fixtures/start.ts'

const EXPOSE = `require('electron').contextBridge.exposeInMainWorld('bridge', {});`

desktopTests('a preload', () => {
  test('may load what Electron lets a sandboxed one load', async () => {
    const { page, desktop } = await open({
      preload: `
        const { EventEmitter } = require('node:events')
        const { URL } = require('url')
        const heard = []
        new EventEmitter().on('a', (n) => heard.push(n)).emit('a', 1)
        require('timers').setTimeout(() => heard.push(new URL('x:y').pathname), 0)
        require('electron').contextBridge.exposeInMainWorld('bridge', {
          heard: () => heard, process: [process.type, process.sandboxed, process.platform],
        })`,
    })
    await expect.poll(() => page.evaluate(() => window.bridge.heard())).toEqual([1, 'y'])
    const seen = await page.evaluate(() => (window.bridge as unknown as { process: unknown[] }).process)
    expect(seen).toEqual(['renderer', true, process.platform])
    expect(desktop.output()).not.toContain('preload')
  })

  test.each([
    ['a package', `require('zod')`, 'module not found: zod'],
    ['a module of Node', `require('node:fs')`, 'module not found: node:fs'],
    ['a file beside it', `require('./other.cjs')`, 'module not found: ./other.cjs'],
    ['an unknown method', `require('electron').ipcRenderer.sendToHost('x')`, 'does not know ipcRenderer.sendToHost'],
    ['a mistake in its text', `const = 1`, 'SyntaxError'],
  ])('that wants %s leaves the page without its bridge and says so', async (_, preload, message) => {
    const { desktop, page } = await open({ preload: `${preload};${EXPOSE}` })
    expect(await page.evaluate(() => 'bridge' in window)).toBe(false)
    await expect.poll(() => desktop.output()).toContain('Unable to load preload script')
    await expect.poll(() => desktop.output()).toContain(message)
  })

  test('learns where dropped and chosen files lie, and of no other file', async () => {
    const folder = join(await temporaryFolder(), 'pictures')
    for (const name of ['a', 'b']) {
      await mkdir(join(folder, name), { recursive: true })
      await writeFile(join(folder, name, '1.png'), 'same size')
    }
    const { desktop, page } = await open({
      preload: OPEN_BRIDGE,
      pages: {
        '/': `<!doctype html><div data-testid="drop" style="height: 200px">here</div><input data-testid="pick" type="file" multiple>
        <script>
          const zone = document.querySelector('div')
          zone.ondragover = (event) => event.preventDefault()
          zone.ondrop = (event) => {
            event.preventDefault()
            window.paths = [...event.dataTransfer.files].map((file) => bridge.pathOf(file))
          }
        </script>`,
      },
    })
    const paths = (): Promise<unknown> => page.evaluate(() => (window as unknown as { paths: unknown }).paths)
    await desktop.dropFiles(page, 'drop', [folder])
    await expect.poll(paths).toEqual([folder])
    const files = [join(folder, 'b', '1.png'), join(folder, 'a', '1.png')]
    await desktop.dropFiles(page, 'drop', files)
    await expect.poll(async () => ((await paths()) as string[]).toSorted()).toEqual(files.toSorted())
    await desktop.pickFiles(page, 'pick', [files[0]!])
    const picked = await page.evaluate(() => {
      const [file] = document.querySelector('input')!.files!
      return [window.bridge.pathOf(file!), window.bridge.pathOf(new File(['x'], 'made.png'))]
    })
    expect(picked).toEqual([files[0], ''])
  })
})
