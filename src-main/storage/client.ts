import { Worker } from 'node:worker_threads'
import { GlassboxError } from '../contract/errors.ts'
import type { Opened, StorageRequest, StorageResponse } from './storage.worker.ts'
import workerPath from './storage.worker.ts?modulePath'
import type { ReadStore, WriteStore } from './store.ts'

export interface StorageClient<S> extends Opened {
  readonly store: S
  /** Waits for what was asked before, closes the database and ends the worker. */
  close(): Promise<void>
}

/** @throws {GlassboxError} when there is no database yet or it cannot be read. */
export async function openReadStore(home: string): Promise<StorageClient<ReadStore>> {
  const client = await open<ReadStore>(home, 'read')
  if (!client)
    throw new GlassboxError('storage/busy', 'The database is being created.', { hint: 'Try again in a moment.' })
  return client
}

/** @returns null when another process owns the home folder. */
export function openWriteStore(home: string): Promise<StorageClient<WriteStore> | null> {
  return open<WriteStore>(home, 'write')
}

/** The database lives in a thread of its own, so that no disk ever blocks the window. */
async function open<S>(home: string, access: 'read' | 'write'): Promise<StorageClient<S> | null> {
  const worker = new Worker(workerPath, { workerData: { home, access } })
  const pending = new Map<number, { resolve: (value: unknown) => void; reject: (error: unknown) => void }>()
  let next = 1
  const opened = new Promise<unknown>((resolve, reject) => pending.set(0, { resolve, reject }))
  const gone = new Promise<void>((resolve) => worker.once('exit', () => resolve()))

  worker.on('message', (response: StorageResponse) => {
    const waiting = pending.get(response.id)
    pending.delete(response.id)
    if (response.ok) waiting?.resolve(response.value)
    else waiting?.reject(GlassboxError.fromEnvelope(response.error))
  })
  let ended: Error | null = null
  const fail = (error: Error): void => {
    // What comes first is the reason.
    ended ??= error
    for (const waiting of pending.values()) waiting.reject(error)
    pending.clear()
  }
  worker.on('error', fail)
  worker.on('exit', (code) =>
    fail(new GlassboxError('internal', `The storage worker has ended (${code}).`, { hint: 'Start Glassbox again.' })),
  )

  const send = (call: StorageRequest['call']): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (ended) return reject(ended)
      const id = next++
      pending.set(id, { resolve, reject })
      worker.postMessage({ id, call } satisfies StorageRequest)
    })
  const domainOf = (domain: string): unknown =>
    new Proxy(
      {},
      {
        get:
          (_, method) =>
          (...args: unknown[]) =>
            send({ domain, method: String(method), args }),
      },
    )

  const facts = (await opened) as Opened | null
  if (!facts) {
    await gone
    return null
  }
  const domains = new Map<string, unknown>()
  const store = new Proxy(
    {},
    {
      get(_, name) {
        const domain = String(name)
        if (!domains.has(domain)) domains.set(domain, domainOf(domain))
        return domains.get(domain)
      },
    },
  ) as S
  return {
    ...facts,
    store,
    async close() {
      await send(null)
      await gone
    },
  }
}
