import type { NotificationConstructorOptions } from 'electron'
import { KnownEmitter } from './emitter.ts'
import { readiness } from './readiness.ts'
import { record } from './records.ts'
import { strict } from './strict.ts'

type Known = Pick<Electron.Notification, 'show' | 'close' | 'title' | 'body'>

/** Those that were shown, for tests to click. */
export const shownNotifications: NotificationStandIn[] = []

class NotificationStandIn extends KnownEmitter implements Known {
  readonly title: string
  readonly body: string

  constructor({ title = '', body = '' }: NotificationConstructorOptions = {}) {
    readiness.require('Notification')
    super('Notification', ['show', 'click', 'close', 'failed'])
    this.title = title
    this.body = body
    return strict<NotificationStandIn>('Notification', this)
  }
  static isSupported(): boolean {
    return true
  }
  show(): void {
    shownNotifications.push(this)
    record(({ notifications }) => notifications.push({ title: this.title, body: this.body }))
    this.ask('show')
  }
  close(): void {
    this.ask('close')
  }
}

export const Notification = strict('Notification', NotificationStandIn)
