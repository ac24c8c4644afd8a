import '../outgoing.ts'
import { parentPort, workerData } from 'node:worker_threads'
import type Database from 'better-sqlite3'
import { type ErrorEnvelope, toEnvelope } from '../contract/errors.ts'
import type { Recovery } from './recovery/recover.ts'

export interface StorageRequest {
  readonly id: number
  /** Null closes the database and ends the worker. */
  readonly call: { readonly domain: string; readonly method: string; readonly args: readonly unknown[] } | null
}
export type StorageResponse =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly error: ErrorEnvelope }

/** What the first answer tells of a database that could be opened. */
export interface Opened {
  /** What was mended for it. */
  readonly recovery: Recovery | null
}

const port = parentPort
if (!port) throw new Error('The storage worker runs in a worker thread only.')
if (Number(process.versions.node.split('.')[0]) < 24)
  throw new Error(
    `Glassbox needs Node 24, this is ${process.versions.node}: start it with "npm start" or "npx glassbox".`,
  )

// Only now: better-sqlite3's native part must never be loaded by an older Node.
const { ensureHome, lockHome, openForReading } = await import('./open.ts')
const { isDamage, markDamaged, openOrRecover } = await import('./open-or-recover.ts')
const { watchPlace } = await import('./place-watch.ts')
const { asStorageError } = await import('./sqlite-errors.ts')
const { readStore, writeStore } = await import('./store.ts')

const { home, access } = workerData as { home: string; access: 'read' | 'write' }
let lock: Database.Database | null = null
let db: Database.Database | null = null
let recovery: Recovery | null = null
let requirePlace = (): void => undefined

const answer = (id: number, value: unknown): void => port.postMessage({ id, ok: true, value } satisfies StorageResponse)
const fail =
  (id: number) =>
  (caught: unknown): void => {
    const error = asStorageError(caught)
    if (isDamage(error)) markDamaged(home)
    port.postMessage({ id, ok: false, error: toEnvelope(error) } satisfies StorageResponse)
  }

try {
  if (access === 'write') {
    ensureHome(home)
    lock = lockHome(home)
    if (lock) {
      ;({ db, recovery } = openOrRecover(home))
      requirePlace = watchPlace(db.name)
    }
  } else db = openForReading(home)
  answer(0, (db && { recovery }) satisfies Opened | null)
} catch (error) {
  fail(0)(error)
}

if (!db) port.close()
else {
  const store: object = access === 'write' ? writeStore(db) : readStore(db)
  const domains = store as Record<string, Record<string, (...args: readonly unknown[]) => unknown>>
  port.on('message', (request: StorageRequest) => {
    if (!request.call) {
      db?.close()
      lock?.close()
      answer(request.id, null)
      port.close()
      return
    }
    const { domain, method, args } = request.call
    try {
      const call = domains[domain]?.[method]
      if (!call) throw new Error(`The store has no ${domain}.${method}.`)
      requirePlace()
      const value = call(...args)
      // What takes long lets others be answered meanwhile.
      if (value instanceof Promise) value.then((late: unknown) => answer(request.id, late), fail(request.id))
      else answer(request.id, value)
    } catch (error) {
      fail(request.id)(error)
    }
  })
}
