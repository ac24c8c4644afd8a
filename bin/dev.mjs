#!/usr/bin/env node
// Like `npm start`, and again whenever a source has changed: built as it ships, so that no second way of serving the
// page has to be secured.
import { watch } from 'node:fs'
import { join } from 'node:path'
import { build, ensureInstalled, root } from './bootstrap.mjs'
import { chooseHost } from './electron.mjs'
import { launch, launchElectron } from './launch.mjs'

/** Editors write a file in several steps (milliseconds). */
const SETTLED = 200

ensureInstalled()
const args = process.argv.slice(2)
let { binary, reason } = chooseHost(args)
if (reason) process.stderr.write(`Glassbox: opening in the browser, because ${reason}.\n`)

let host = null
let timer
/** One restart after the other. */
let turn = Promise.resolve()
for (const folder of ['src-engine', 'src-main', 'src-renderer'])
  watch(join(root, folder), { recursive: true }, () => {
    clearTimeout(timer)
    timer = setTimeout(() => (turn = turn.then(restart)), SETTLED)
  })
turn = restart()

async function restart() {
  if (!build()) return
  const old = host
  host = null
  if (old?.kill('SIGTERM')) await new Promise((resolve) => old.once('exit', resolve))
  start()
}

function start() {
  const started = binary ? launchElectron(binary, args, giveWay) : launch(['serve', ...args])
  host = started
  // One that ended by itself was closed by the person.
  started.once('exit', () => started === host && process.exit())
}

function giveWay(why) {
  process.stderr.write(`Glassbox: opening in the browser, because ${why}.\n`)
  binary = null
  start()
}
