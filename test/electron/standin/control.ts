import { setTimeout as after } from 'node:timers/promises'
import { browser } from './browser.ts'
import { answers } from './dialog.ts'
import * as electron from './index.ts'
import { shownNotifications } from './notification.ts'
import type { KnownFile } from './page/isolated-world.ts'
import { webRequest } from './web-request.ts'
import { windows } from './windows.ts'

/** For a frame to be told of (milliseconds). */
const PATIENCE = 10_000

/** What tests ask of the running application, over the channel of the process that started it. */
const controls = {
  /** Runs a function of the test in this process, as Playwright does in the real Electron. */
  async main(source: string, arg: unknown): Promise<unknown> {
    const result = await ((0, eval)(`(${source})`) as (electron: unknown, arg: unknown) => unknown)(electron, arg)
    await webRequest.heard
    return result
  },
  /** Where to find the newest window's page; null until it has been drawn, and while it has crashed. */
  async window(): Promise<{ endpoint: string; target: string } | null> {
    const window = [...windows].at(-1)
    if (!window?.isPainted()) return null
    const contents = window.contentsOf()
    return contents.isCrashed() || contents.isLoading()
      ? null
      : { endpoint: browser.endpoint, target: await contents.target() }
  },
  answer({
    openDialog,
    messageBox,
  }: {
    openDialog?: readonly string[] | 'cancel'
    messageBox?: number | 'open'
  }): void {
    if (openDialog !== undefined) answers.openDialog.push(openDialog)
    if (messageBox !== undefined) answers.messageBox.push(messageBox)
  },
  clickNotification(index: number): void {
    shownNotifications[index]!.ask('click')
  },
  async files(files: readonly KnownFile[]): Promise<void> {
    for (const window of windows) await window.contentsOf().knowFiles(files)
  },
  async forge(url: string, channel: string, args: readonly unknown[]): Promise<unknown> {
    // The browser tells of a frame, and of its address, a moment after the test has seen it.
    for (const giveUp = Date.now() + PATIENCE; Date.now() < giveUp; await after(20))
      for (const window of windows) {
        const frame = window.contentsOf().frameAt(url)
        if (frame) return window.contentsOf().forge(frame, channel, args)
      }
    throw new Error(`No frame shows ${url}`)
  },
}

export type Controls = typeof controls
export interface Call {
  readonly id: number
  readonly name: keyof Controls
  readonly args: readonly unknown[]
}

export function listenToTests(): void {
  process.on('message', ({ id, name, args }: Call) => {
    void answer(name, args).then((result) => process.send?.({ id, ...result }))
  })
  process.on('disconnect', () => process.exit())
}

async function answer(name: Call['name'], args: Call['args']): Promise<object> {
  try {
    const value: unknown = await (controls[name] as (...args: readonly unknown[]) => unknown)(...args)
    return { ok: true, value: structuredClone(value) }
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) }
  }
}
