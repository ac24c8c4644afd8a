import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { join } from 'node:path'
import { node, root } from './bootstrap.mjs'

/** Runs the built `glassbox` command on Node 24 and ends with its exit code. */
export function launch(args) {
  // The channel tells the command when this process dies, however it dies: then it stops its runs and ends.
  const child = spawn(node, ['--enable-source-maps', join(root, 'out', 'main', 'cli.js'), ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  })
  // A terminal sends Ctrl-C to both; the command decides what it means.
  process.on('SIGINT', () => undefined)
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + (constants.signals[signal] ?? 0)
    child.channel?.unref()
  })
}
