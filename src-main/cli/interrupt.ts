import { EXIT } from './exit-codes.ts'

const handlers: (() => void)[] = []
let times = 0

/**
 * What to do on Ctrl-C, on SIGTERM, and when the launcher has died; the handler that was added last is asked. The second
 * Ctrl-C leaves at once.
 * @returns a function that takes the handler away again
 */
export function onInterrupt(handler: () => void): () => void {
  handlers.push(handler)
  return () => handlers.splice(handlers.indexOf(handler), 1)
}

/** To be called once, before anything else. */
export function listenForInterrupts(): void {
  const interrupt = (): void => {
    const handler = handlers.at(-1)
    if (times++ > 0 || !handler) process.exit(EXIT.interrupted)
    handler()
  }
  process.on('SIGINT', interrupt)
  process.on('SIGTERM', interrupt)
  // The launcher's end must not leave this process behind; see bin/launch.mjs.
  process.channel?.unref()
  process.on('disconnect', interrupt)
  if (process.send && !process.connected) interrupt()
}
