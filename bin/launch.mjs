import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { join } from 'node:path'
import { node, root } from './bootstrap.mjs'

/** An Electron that ends with an error this early could not start on this machine (milliseconds). */
const START = 10_000

/** Runs the built `glassbox` command on Node 24 and ends with its exit code. */
export function launch(args) {
  // The channel tells the command when this process dies, however it dies: then it stops its runs and ends.
  const child = spawn(node, ['--enable-source-maps', join(root, 'out', 'main', 'cli.js'), ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  })
  endWith(child, (code) => {
    process.exitCode = code
    child.channel?.unref()
  })
  return child
}

/** Opens the built application in Electron. @param otherwise is told why, when Electron cannot start here */
export function launchElectron(binary, args, otherwise) {
  const started = Date.now()
  const child = spawn(binary, [root, ...args], { stdio: 'inherit' })
  let failed = false
  child.on('error', ({ message }) => {
    failed = true
    otherwise(`Electron could not start (${message})`)
  })
  endWith(child, (code) => {
    if (failed) return
    if (code > 1 && Date.now() - started < START) otherwise(`Electron could not start (it ended with ${code})`)
    else process.exitCode = code
  })
  return child
}

function endWith(child, report) {
  // A terminal sends Ctrl-C to both; the child decides what it means.
  const leave = () => undefined
  const pass = () => child.kill('SIGTERM')
  process.on('SIGINT', leave)
  process.on('SIGTERM', pass)
  child.on('exit', (code, signal) => {
    process.off('SIGINT', leave)
    process.off('SIGTERM', pass)
    report(code ?? 128 + (constants.signals[signal] ?? 0))
  })
}
