import { EventEmitter } from 'node:events'

/** An emitter that refuses listeners for events that the stand-in never emits. */
export class KnownEmitter extends EventEmitter {
  constructor(name: string, events: readonly string[]) {
    super()
    this.on('newListener', (event: string | symbol) => {
      if (typeof event === 'string' && event !== 'newListener' && !events.includes(event))
        throw new Error(`The stand-in for Electron does not know ${name}.on('${event}')`)
    })
  }

  /** @returns whether no listener prevented what would follow. */
  ask(event: string, details: object = {}, ...args: readonly unknown[]): boolean {
    const asked = preventable(details)
    this.emit(event, asked, ...args)
    return !asked.defaultPrevented
  }
}

export function preventable<T extends object>(details: T): T & { defaultPrevented: boolean; preventDefault(): void } {
  return {
    ...details,
    defaultPrevented: false,
    preventDefault() {
      this.defaultPrevented = true
    },
  }
}
