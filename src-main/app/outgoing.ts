import diagnostics from 'node:diagnostics_channel'
import type { Socket } from 'node:net'

let count = 0
let watching = false

/** Counts, from now on, the connections that this process tries to open to anywhere but this computer. There should be none. */
export function watchOutgoing(): void {
  if (watching) return
  watching = true
  diagnostics.subscribe('net.client.socket', (message) => {
    const { socket } = message as { socket: Socket }
    socket.on('connectionAttempt', (address: string) => {
      if (!isLocal(address)) count++
    })
    // A name that was looked up in vain was still a request.
    socket.on('lookup', (error: Error | null) => {
      if (error) count++
    })
  })
}

export const outgoingRequests = (): number => count

function isLocal(address: string): boolean {
  return address === '::1' || address === '::ffff:127.0.0.1' || address.startsWith('127.')
}
