import { EventEmitter } from 'node:events'
import type { IpcMain, IpcMainInvokeEvent, WebContents, WebFrameMain } from 'electron'
import { decode, encode } from './clone.ts'
import type { Frame } from './frames.ts'
import type { FromPage, ToPage } from './page/isolated-world.ts'
import { strict } from './strict.ts'

type Handler = (event: IpcMainInvokeEvent, ...args: unknown[]) => unknown
type Known = Pick<IpcMain, 'handle' | 'removeHandler'>

/** Where a message came from. */
export interface Sender {
  readonly contents: unknown
  readonly frame: Frame
  readonly current: () => boolean
  readonly reply: (message: ToPage) => void
}

class IpcMainStandIn extends EventEmitter implements Known {
  private readonly handlers = new Map<string, Handler>()

  handle(channel: string, listener: Parameters<IpcMain['handle']>[1]): void {
    if (this.handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`)
    if (typeof listener !== 'function')
      throw new TypeError(`Expected handler to be a function, but found type '${typeof listener}'`)
    this.handlers.set(channel, listener as Handler)
  }
  removeHandler(channel: string): void {
    this.handlers.delete(channel)
  }

  deliver(message: Extract<FromPage, { type: 'send' | 'invoke' }>, from: Sender): void {
    const args = decode(message.args) as unknown[]
    if (message.type === 'send') this.emit(message.channel, eventOf(from), ...args)
    else void this.answer(message.id, message.channel, args, from)
  }

  private async answer(id: number, channel: string, args: unknown[], from: Sender): Promise<void> {
    try {
      const handler = this.handlers.get(channel)
      if (!handler) throw new Error(`No handler registered for '${channel}'`)
      from.reply({ type: 'reply', id, value: encode(await handler(eventOf(from), ...args)) })
    } catch (error) {
      console.error(`Error occurred in handler for '${channel}':`, error)
      from.reply({ type: 'failed', id, message: `Error invoking remote method '${channel}': ${String(error)}` })
    }
  }
}

function eventOf({ contents, frame, current }: Sender): IpcMainInvokeEvent {
  const event = {
    type: 'frame' as const,
    sender: contents as WebContents,
    processId: frame.processId,
    frameId: frame.routingId,
    /** Gone with the page that sent the message. */
    get senderFrame() {
      return current() ? (frame as unknown as WebFrameMain) : null
    },
    defaultPrevented: false,
    preventDefault: () => undefined,
  }
  return strict('event', event)
}

export const ipc = new IpcMainStandIn()
export const ipcMain = strict('ipcMain', ipc)
