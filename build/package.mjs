#!/usr/bin/env node
// Installers for this system, in out/installers; arguments go on to electron-builder: npm run package -- --dir
import { dirname, join } from 'node:path'
import { ensureBuilt, ensureInstalled, giveUp, node, root, runStep } from '../bin/bootstrap.mjs'
import { electronBinary, fetchElectron } from '../bin/electron.mjs'

ensureInstalled()
ensureBuilt()
const binary = electronBinary() ?? (fetchElectron() ? electronBinary() : null)
if (!binary)
  giveUp(
    'Electron is not here and could not be downloaded, so there is nothing to put Glassbox into.',
    'Connect to the internet and type: npx install-electron && npm run package',
  )
// On macOS the program lies inside Electron.app.
const dist = process.platform === 'darwin' ? join(binary, '..', '..', '..', '..') : dirname(binary)
const args = ['--config', 'build/electron-builder.ts', `-c.electronDist=${dist}`, ...process.argv.slice(2)]
const builder = join(root, 'node_modules', 'electron-builder', 'cli.js')
if (!runStep('packaging', node, [builder, ...args], { shell: false }))
  giveUp(
    'no installer could be made.',
    'The lines above say why. For the application alone type: npm run package -- --dir',
  )
