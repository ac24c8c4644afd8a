import { expect, test } from 'vitest'
import { desktopTests } from '../support/desktop.ts'
import { open, start } from './fixtures/start.ts'

desktopTests('the system around the application', () => {
  test('has menus with the roles, shortcuts and items that Electron accepts, and no others', async () => {
    const { desktop } = await start({ window: null })
    const outcome = await desktop.main(({ Menu }) => {
      const build = (template: Electron.MenuItemConstructorOptions[]): string => {
        try {
          Menu.setApplicationMenu(Menu.buildFromTemplate(template))
          return 'accepted'
        } catch (error) {
          return (error as Error).message
        }
      }
      return [
        build([{}]),
        build([{ role: 'nonsense' as 'quit' }]),
        build([{ label: 'a', accelerator: 'CmdOrCtrl+Nothing' }]),
        build([
          { label: 'a', accelerator: 'CmdOrCtrl+Shift+A' },
          { label: 'b', submenu: [{ label: 'c', accelerator: 'Shift+CommandOrControl+a' }] },
        ]),
        build([{ role: 'editMenu' }, { label: 'mine', accelerator: 'CmdOrCtrl+C' }]),
        build([{ label: 'a', submenu: [{ label: 'b', id: 'b', accelerator: 'F5' }, { type: 'separator' }] }]),
      ]
    })
    expect(outcome).toEqual([
      'Invalid template for MenuItem: must have at least one of label, role or type',
      "Electron has no role 'nonsense'",
      "'CmdOrCtrl+Nothing' is not a valid accelerator",
      "Shift+CommandOrControl+a belongs to 'a' and to 'c'",
      "CmdOrCtrl+C belongs to 'copy' and to 'mine'",
      'accepted',
    ])
  })

  test('runs a menu item as a person chooses it, unless it is disabled', async () => {
    const { desktop } = await open({})
    await desktop.main(({ Menu }) => {
      const click = ({ id, checked }: Electron.MenuItem): void => console.log(id, checked)
      const items = [
        { id: 'box', label: 'box', type: 'checkbox' as const, click },
        { id: 'off', label: 'off', enabled: false, click },
        { id: 'bye', role: 'close' as const },
      ]
      Menu.setApplicationMenu(Menu.buildFromTemplate([{ label: 'a', submenu: items }]))
    })
    for (const id of ['box', 'box', 'off', 'bye']) await desktop.clickMenu(id)
    expect(await desktop.exited).toEqual({ code: 0, signal: null })
    await expect.poll(() => desktop.output()).toBe('box true\nbox false\n')
  })

  test('has a person who answers dialogs with what a test has set, and with nothing else', async () => {
    const { desktop } = await start({ window: null })
    await desktop.answer({ openDialog: ['/a', '/b'], messageBox: 1 })
    await desktop.answer({ openDialog: 'cancel' })
    const answers = await desktop.main(async ({ dialog }) => {
      dialog.showErrorBox('title', 'text')
      return [
        await dialog.showOpenDialog({ properties: ['multiSelections'] }),
        await dialog.showOpenDialog({}),
        await dialog.showMessageBox({ message: 'really?', buttons: ['no', 'yes'] }),
        await dialog.showMessageBox({ message: 'again?' }).catch((error: Error) => error.message),
      ]
    })
    expect(answers).toEqual([
      { canceled: false, filePaths: ['/a', '/b'] },
      { canceled: true, filePaths: [] },
      { response: 1, checkboxChecked: false },
      'Nobody answers this dialog: {"message":"again?"}',
    ])
    expect((await desktop.recorded()).dialogs).toEqual([
      { kind: 'errorBox', title: 'title', content: 'text' },
      { kind: 'openDialog', properties: ['multiSelections'] },
      { kind: 'openDialog' },
      { kind: 'messageBox', message: 'really?', buttons: ['no', 'yes'] },
      { kind: 'messageBox', message: 'again?' },
    ])
  })

  test('tells pages which colours the application wants', async () => {
    const { desktop, page } = await open({})
    const dark = (): Promise<boolean> => page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)
    expect(await dark()).toBe(false)
    const told = await desktop.main(({ nativeTheme }) => {
      let updates = 0
      nativeTheme.on('updated', () => updates++)
      nativeTheme.themeSource = 'dark'
      nativeTheme.themeSource = 'dark'
      return [nativeTheme.shouldUseDarkColors, updates]
    })
    expect(told).toEqual([true, 1])
    await expect.poll(dark).toBe(true)
  })

  test('shows notifications, opens what is asked for, and keeps a clipboard, all on paper', async () => {
    const { desktop } = await start({ window: null })
    await desktop.setClipboard(new Uint8Array([1, 2, 3]))
    const read = await desktop.main(async ({ Notification, shell, clipboard, powerSaveBlocker, screen }) => {
      const notification = new Notification({ title: 't', body: 'b' })
      notification.on('click', () => console.log('clicked'))
      notification.show()
      await shell.openExternal('https://example.invalid/')
      await shell.openPath('/x')
      shell.showItemInFolder('/y')
      const [item] = await clipboard.read()
      const blob = (await item?.getType('image/png'))!
      const text = await clipboard.readText()
      await clipboard.writeText('copied')
      const id = powerSaveBlocker.start('prevent-app-suspension')
      const started = powerSaveBlocker.isStarted(id)
      powerSaveBlocker.stop(id)
      return {
        png: [...new Uint8Array(await blob.arrayBuffer())],
        text: [text, await clipboard.readText()],
        power: [started, powerSaveBlocker.isStarted(id)],
        screen: screen.getAllDisplays().map(({ workArea }) => workArea),
      }
    })
    await desktop.clickNotification(0)
    expect(read).toEqual({
      png: [1, 2, 3],
      text: ['', 'copied'],
      power: [true, false],
      screen: [{ x: 0, y: 30, width: 1920, height: 1050 }],
    })
    await expect.poll(() => desktop.output()).toBe('clicked\n')
    expect(await desktop.recorded()).toMatchObject({
      notifications: [{ title: 't', body: 'b' }],
      opened: [
        { how: 'external', target: 'https://example.invalid/' },
        { how: 'path', target: '/x' },
        { how: 'folder', target: '/y' },
      ],
    })
  })

  test('starts the browser with the switches of the application', async () => {
    const { desktop } = await start({ window: null })
    const agent = await desktop.main(async ({ app, BrowserWindow }) => {
      app.commandLine.appendSwitch('user-agent', 'switched')
      app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND')
      await new BrowserWindow().loadURL('fixture://page/')
      return [app.commandLine.hasSwitch('user-agent'), app.commandLine.getSwitchValue('host-resolver-rules')]
    })
    expect(agent).toEqual([true, 'MAP * ~NOTFOUND'])
    const page = await desktop.page()
    expect(await page.evaluate(() => navigator.userAgent)).toBe('switched')
    expect((await desktop.recorded()).switches).toMatchObject({ 'user-agent': 'switched' })
  })
})
