import { createRequire, syncBuiltinESMExports } from 'node:module'
import fs from 'node:fs'
import { Worker } from 'node:worker_threads'

/*
 * Loaded into every thread of a process under test. GLASSBOX_KILL=point:n ends the process, as `kill -9` does, when one of
 * its threads comes to that point for the nth time: before or behind a commit, a sync, a rename or a write, or in the middle of a
 * commit, so many microseconds after it began (in-commit:n:microseconds).
 */
const [point, nth, micros] = (process.env.GLASSBOX_KILL ?? '').split(':')
let left = Number(nth)
const kill = () => process.kill(process.pid, 'SIGKILL')

/** A second thread, because the one that commits does nothing else meanwhile. */
function startExecutioner() {
  const words = new Int32Array(new SharedArrayBuffer(4))
  const code = `const { workerData: { words, micros } } = require('node:worker_threads')
    Atomics.wait(words, 0, 0)
    const end = performance.now() + micros / 1000
    while (performance.now() < end);
    process.kill(process.pid, 'SIGKILL')`
  const env = { ...process.env, GLASSBOX_KILL: '' }
  new Worker(code, { eval: true, env, workerData: { words, micros: Number(micros) } }).unref()
  return () => {
    Atomics.store(words, 0, 1)
    Atomics.notify(words, 0)
  }
}

if (point) {
  const executioner = point === 'in-commit' ? startExecutioner() : null
  const hit = (name) => {
    if (name === 'before-commit' && executioner && --left === 0) executioner()
    if (name === point && --left === 0) kill()
  }
  const around = (object, name, what, applies = () => true) => {
    const original = object[name]
    object[name] = function (...args) {
      if (!applies(this)) return original.apply(this, args)
      hit(`before-${what}`)
      const result = original.apply(this, args)
      if (typeof result?.then === 'function')
        return result.then((value) => {
          hit(`after-${what}`)
          return value
        })
      hit(`after-${what}`)
      return result
    }
  }
  for (const name of ['renameSync', 'linkSync']) around(fs, name, 'rename')
  around(fs.promises, 'rename', 'rename')
  around(fs, 'fsyncSync', 'sync')
  around(fs, 'writeSync', 'write')
  syncBuiltinESMExports()
  const Database = createRequire(import.meta.url)('better-sqlite3')
  const db = new Database(':memory:')
  around(Object.getPrototypeOf(db.prepare('SELECT 1')), 'run', 'commit', (statement) => statement.source === 'COMMIT')
  db.close()
}
