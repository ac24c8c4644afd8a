import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../main/support/temporary.ts'
import { desktopTests } from '../support/desktop.ts'
import { open } from './fixtures/start.ts'

desktopTests('the session', () => {
  test('decides what a page may use, and is asked each time', async () => {
    const { desktop, page } = await open({})
    await desktop.main(({ session, BrowserWindow }) => {
      const { webContents } = BrowserWindow.getAllWindows()[0]!
      session.defaultSession.setPermissionRequestHandler((contents, permission, decide, { requestingUrl }) => {
        console.log('asked', permission, requestingUrl, contents === webContents)
        decide(permission === 'notifications')
      })
      session.defaultSession.setPermissionCheckHandler((_contents, permission) => permission === 'geolocation')
    })
    const answers = await page.evaluate(async () => {
      const name = (error: Error): string => error.name
      return [
        await navigator.mediaDevices.getUserMedia({ video: true }).catch(name),
        await navigator.clipboard.readText().catch(name),
        await Notification.requestPermission(),
        await new Promise((resolve) =>
          navigator.geolocation.getCurrentPosition(
            () => resolve('found'),
            ({ code }) => resolve(code),
          ),
        ),
        (await navigator.permissions.query({ name: 'geolocation' })).state,
        (await navigator.permissions.query({ name: 'notifications' })).state,
      ]
    })
    expect(answers).toEqual(['NotAllowedError', 'NotAllowedError', 'granted', 1, 'granted', 'denied'])
    await expect
      .poll(() => desktop.output().trim().split('\n'))
      .toEqual([
        'asked media fixture://page/ true',
        'asked clipboard-read fixture://page/ true',
        'asked notifications fixture://page/ true',
        'asked geolocation fixture://page/ true',
      ])
  })

  test('sees requests before they leave, and stops those it does not want', async () => {
    const { desktop, page } = await open({ pages: { '/': 'one', '/a.js': '1', '/b.js': '2' } })
    await desktop.main(({ session }) => {
      const { webRequest } = session.defaultSession
      webRequest.onBeforeRequest(
        { urls: ['fixture://*/*.js', 'http://*/*'] },
        ({ url, method, resourceType }, answer) => {
          console.log(method, url, resourceType)
          answer({ cancel: !url.endsWith('/a.js') })
        },
      )
    })
    const fetched = await page.evaluate(async () => {
      const one = (url: string): Promise<unknown> =>
        fetch(url).then(
          ({ status }) => status,
          () => 'refused',
        )
      return [await one('/a.js'), await one('/b.js'), await one('/c.txt'), await one('http://127.0.0.1:9/')]
    })
    expect(fetched).toEqual([200, 'refused', 404, 'refused'])
    await expect
      .poll(() => desktop.output().trim().split('\n'))
      .toEqual(['GET fixture://page/a.js xhr', 'GET fixture://page/b.js xhr', 'GET http://127.0.0.1:9/ xhr'])
  })

  test('is asked for downloads: kept where it says, or not at all', async () => {
    const { desktop, page } = await open({
      pages: { '/': '<a download="kept.txt" href="/text">save</a>', '/text': 'saved' },
    })
    const path = join(await temporaryFolder(), 'kept.txt')
    await desktop.main(({ session }, where) => {
      let count = 0
      session.defaultSession.on('will-download', (event, item) => {
        item.once('done', (_event, state) => console.log(item.getURL(), item.getFilename(), state))
        if (count++ === 0) event.preventDefault()
        else item.setSavePath(where)
      })
    }, path)
    await page.getByText('save').click()
    await expect.poll(() => desktop.output()).toBe('fixture://page/text kept.txt cancelled\n')
    await page.getByText('save').click()
    await expect.poll(() => desktop.output()).toContain('fixture://page/text kept.txt completed\n')
    expect(await readFile(path, 'utf8')).toBe('saved')
  })

  test('is one for all windows', async () => {
    const { desktop } = await open({})
    const { defaultSession, same } = await desktop.main(({ session, BrowserWindow }) => ({
      defaultSession: typeof session.defaultSession,
      same: BrowserWindow.getAllWindows()[0]?.webContents.session === session.defaultSession,
    }))
    expect([defaultSession, same]).toEqual(['object', true])
  })
})
