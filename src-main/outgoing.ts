import diagnostics from 'node:diagnostics_channel'
import type { Socket } from 'node:net'
import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads'

/*
 * Counts what this process tries to send to anywhere but this computer. There should be nothing.
 *
 * Importing this module starts the watch in its thread, so every worker entry imports it first. All threads count in one
 * word of shared memory, which a worker inherits from the thread that starts it. Counted are connections, look-ups that
 * failed, and every UDP socket: none of ours needs one.
 */

const KEY = 'glassbox/outgoing'
const inherited = getEnvironmentData(KEY) as Int32Array<SharedArrayBuffer> | undefined
const count = inherited ?? new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
setEnvironmentData(KEY, count)

/** Counts one more: for a host whose page could send something itself. */
export const countOutgoing = (): void => void Atomics.add(count, 0, 1)

diagnostics.subscribe('net.client.socket', (message) => {
  const { socket } = message as { socket: Socket }
  socket.on('connectionAttempt', (address: string) => {
    if (!isLocal(address)) countOutgoing()
  })
  // A name that was looked up in vain was still a request.
  socket.on('lookup', (error: Error | null) => {
    if (error) countOutgoing()
  })
})
diagnostics.subscribe('udp.socket', countOutgoing)

function isLocal(address: string): boolean {
  return address === '::1' || address === '::ffff:127.0.0.1' || address.startsWith('127.')
}

/** How often any thread of this process tried, since its start. */
export const outgoingRequests = (): number => Atomics.load(count, 0)
