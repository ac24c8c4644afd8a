#!/usr/bin/env node
import { ensureBuilt, ensureInstalled } from './bootstrap.mjs'
import { chooseHost } from './electron.mjs'
import { launch, launchElectron } from './launch.mjs'

ensureInstalled()
ensureBuilt()
const args = process.argv.slice(2)
const { binary, reason } = chooseHost(args)
if (binary) launchElectron(binary, args, inBrowser)
else inBrowser(reason)

function inBrowser(reason) {
  if (reason) process.stderr.write(`Glassbox: opening in the browser, because ${reason}.\n`)
  launch(['serve', ...args])
}
