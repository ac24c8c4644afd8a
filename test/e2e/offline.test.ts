import { spawnSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { describe, expect, onTestFinished, test } from 'vitest'
import { glassbox, startGlassbox } from '../main/support/glassbox.ts'
import { stripesFolder } from '../main/support/pictures.ts'
import { temporaryFolder } from '../main/support/temporary.ts'
import { hasChromium } from './support/browser.ts'
import { executablePath, FLAGS } from '../support/chromium.ts'
import { canUnshare, loopbackOnly, type LoopbackOnly } from './support/loopback-only.ts'

const NOTHING = { noRoute: 0, udp: 0 }

/** A Chromium in this network that writes a log of all its requests; `close` ends it and reads the log. */
async function openChromium(network: LoopbackOnly) {
  const log = join(await temporaryFolder(), 'net-log.json')
  const args = [...FLAGS, `--log-net-log=${log}`]
  const browser = await chromium.launch({ executablePath: await network.wrapper(executablePath), args })
  onTestFinished(() => browser.close())
  const close = async (): Promise<string[]> => {
    await browser.close()
    return causedByPages(JSON.parse(await readFile(log, 'utf8')) as NetLog)
  }
  return { page: await browser.newPage(), close }
}

interface NetLog {
  readonly constants: { readonly logEventTypes: Readonly<Record<string, number>> }
  readonly events: readonly { type: number; params?: { url?: string; initiator?: string } }[]
}

/** Hosts that pages asked for something. A browser asks on its own account too: for updates, say, or about forms. */
function causedByPages({ constants, events }: NetLog): string[] {
  const started = constants.logEventTypes.URL_REQUEST_START_JOB
  const hosts = events.flatMap(({ type, params }) =>
    type === started && params?.url && params.initiator !== 'not an origin' ? [new URL(params.url).host] : [],
  )
  return [...new Set(hosts)]
}

describe.skipIf(!canUnshare)('where there is no network but the loopback', () => {
  test('what a program tries is counted, by the kernel', async () => {
    const network = await loopbackOnly()
    expect(network.attempts()).toEqual(NOTHING)
    const deeds = [
      `require('net').connect(9, '192.0.2.1').on('error', () => 0)`,
      `require('net').connect(9, '2001:db8::1').on('error', () => 0)`,
      `require('dgram').createSocket('udp4').send('x', 9, '192.0.2.1', () => process.exit())`,
    ]
    for (const [index, deed] of deeds.entries()) {
      spawnSync(network.enter[0]!, [...network.enter.slice(1), process.execPath, '-e', deed])
      expect(network.attempts()).toEqual({ noRoute: index + 1, udp: 0 })
    }
    const before = network.attempts()
    const lookUp = `require('dns').lookup('nowhere.example', () => process.exit())`
    spawnSync(network.enter[0]!, [...network.enter.slice(1), process.execPath, '-e', lookUp])
    expect(network.attempts()).not.toEqual(before)
  })

  test('Glassbox imports, trains, answers and serves, and tries to reach nothing', async () => {
    const network = await loopbackOnly()
    const options = { home: await temporaryFolder(), through: network.enter }
    const folder = await stripesFolder(await temporaryFolder(), 20)
    const server = startGlassbox(['serve', '--no-open', '--port', '0'], options)
    await server.printed(/^http:\/\/127\.0\.0\.1:/m)
    const small = ['--preset', 'cnn-small', '--set', 'data.prepare.size=[16,16]', '--epochs', '2', '--threads', '2']
    const trained = await glassbox(['train', folder, ...small, '--json'], options)
    expect(trained.code, trained.stderr).toBe(0)
    const { runId, status } = JSON.parse(trained.stdout) as { runId: string; status: string }
    expect(status).toBe('completed')
    const classified = await glassbox(['classify', runId, join(folder, 'bars', '0.png'), '--json'], options)
    expect(classified.code, classified.stderr).toBe(0)
    expect(JSON.parse(classified.stdout)).toMatchObject([{ top: [{}, {}] }])
    server.child.kill('SIGTERM')
    expect((await server.finished).code).toBe(0)
    expect(network.attempts()).toEqual(NOTHING)
  })

  test.skipIf(!hasChromium)('in Chromium, the journey causes no request beyond the loopback', async () => {
    const network = await loopbackOnly()
    const home = await temporaryFolder()
    const folder = await stripesFolder(await temporaryFolder(), 40)
    const server = startGlassbox(['serve', '--no-open', '--port', '0'], { home, through: network.enter })
    const [url] = await server.printed(/^http:\/\/127\.0\.0\.1:\d+\/\S*$/m)
    const { page, close } = await openChromium(network)
    await page.goto(url)
    await page.getByText('type a path instead').click()
    await page.getByTestId('folder-path').fill(folder)
    await page.keyboard.press('Enter')
    await page.getByTestId('train-on-this').click()
    await page.getByTestId('preset-cnn-small').click()
    await page.getByTestId('epochs').fill('3')
    await page.getByTestId('start-training').click()
    await page.getByTestId('run-result').waitFor()
    await page.getByRole('link', { name: 'Classify', exact: true }).first().click()
    await page.getByTestId('classify-input').setInputFiles(join(folder, 'bars', '0.png'))
    await page.getByTestId('result-label').first().waitFor()
    expect((await page.getByTestId('request-count').textContent())?.trim()).toBe('0 requests')
    expect(await close()).toEqual([new URL(url).host])

    // What a page without our policy asks is seen.
    const other = await openChromium(network)
    await other.page.goto('about:blank')
    await other.page.evaluate(() => fetch('http://192.0.2.1/', { mode: 'no-cors' }).catch(() => null))
    expect(await other.close()).toEqual(['192.0.2.1'])
  })
})
