import { chmodSync, rmSync } from 'node:fs'
import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import type { GlassboxApi } from '../../contract/api.ts'
import { serveConnection } from '../connection.ts'
import type { EventHub } from '../event-hub.ts'
import { frame, FrameReader } from './frames.ts'
import { socketPath } from './socket-path.ts'

/** Lets other processes of the same user hand their writing to this one. Only the holder of the home folder's lock may call this. */
export async function listenAsOwner(
  home: string,
  api: GlassboxApi,
  events: EventHub,
): Promise<{ close(): Promise<void> }> {
  const path = socketPath(home)
  // The lock is ours, so a socket that lies there belongs to a process that is gone.
  if (process.platform !== 'win32') rmSync(path, { force: true })
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    const reader = new FrameReader()
    const connection = serveConnection(api, events, {
      send: (bytes) => void (socket.destroyed || socket.write(frame(bytes))),
      waiting: () => socket.writableLength,
      close: () => socket.destroy(),
    })
    socket.on('data', (chunk) => {
      try {
        for (const bytes of reader.push(chunk)) connection.receive(bytes)
      } catch {
        socket.destroy()
      }
    })
    socket.on('error', () => socket.destroy())
    socket.on('close', () => {
      sockets.delete(socket)
      connection.closed()
    })
  })
  const before = process.platform === 'win32' ? 0 : process.umask(0o177)
  try {
    server.listen(path)
    await once(server, 'listening')
  } finally {
    if (process.platform !== 'win32') process.umask(before)
  }
  if (process.platform !== 'win32') chmodSync(path, 0o600)
  return {
    async close() {
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}
