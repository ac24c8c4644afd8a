import type { PowerSaveBlocker } from 'electron'
import { KnownEmitter } from './emitter.ts'
import { strict } from './strict.ts'

const POWER_EVENTS = ['suspend', 'resume', 'on-ac', 'on-battery', 'shutdown', 'lock-screen', 'unlock-screen']
const KINDS = ['prevent-app-suspension', 'prevent-display-sleep']

/** Its events come from tests alone. */
export const powerMonitor = strict('powerMonitor', new KnownEmitter('powerMonitor', POWER_EVENTS))

const started = new Set<number>()
let count = 0

export const powerSaveBlocker = strict('powerSaveBlocker', {
  start(kind) {
    if (!KINDS.includes(kind))
      throw new TypeError(`Error processing argument at index 0, conversion failure from ${kind}`)
    started.add(++count)
    return count
  },
  stop: (id) => started.delete(id),
  isStarted: (id) => started.has(id),
} satisfies PowerSaveBlocker)
