import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { stripesFolder } from '../main/support/pictures.ts'
import { temporaryFolder } from '../main/support/temporary.ts'
import { desktopTests, launchDesktop } from '../electron/support/desktop.ts'
import { layOut } from './support/layout.ts'
import { buildUnpacked, onLinux } from './support/unpacked.ts'

desktopTests('the packaged application in a window', () => {
  describe.skipIf(!onLinux)('on Linux', () => {
    let app: string
    beforeAll(async () => {
      const { asar, work } = await buildUnpacked()
      app = await layOut(asar, join(work, 'layout'))
    })

    test('trains on a dropped folder, with preload, page, workers and kernels out of the archive', async () => {
      const home = await temporaryFolder()
      const folder = await stripesFolder(join(await temporaryFolder(), 'stripes'), 30)
      const desktop = await launchDesktop({ home, main: join(app, 'out/main/electron.js') })
      const page = await desktop.page()
      await desktop.dropFiles(page, 'drop-zone', [folder])
      await page.getByTestId('train-on-this').click()
      await page.getByTestId('epochs').fill('4')
      await page.getByTestId('start-training').click()
      await page.getByTestId('run-result').waitFor({ timeout: 60_000 })
      expect((await desktop.quit()).code, desktop.output()).toBe(0)

      const list = [join(app, 'out/main/cli.js'), 'runs', 'list', '--json', '--home', home]
      const { stdout } = spawnSync(process.execPath, list, { encoding: 'utf8', env: {} })
      expect(JSON.parse(stdout)).toEqual([expect.objectContaining({ status: 'completed', epochs: 4, data: 'stripes' })])
    })
  })
})
