import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { join } from 'node:path'
import { node, root } from './bootstrap.mjs'

/** An Electron that ends with an error this early could not start on this machine (milliseconds). */
const START = 10_000
/** The exit code of an application that has said itself, in a window, why it cannot start. */
const EXPLAINED = 5

/** Runs the built `glassbox` command on Node 24 and ends with its exit code. */
export function launch(args) {
  // The channel tells the command when this process dies, however it dies: then it stops its runs and ends.
  const child = spawn(node, [join(root, 'out', 'main', 'cli.js'), ...args], {
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
  const env = { ...process.env }
  delete env.ELECTRON_RUN_AS_NODE
  const child = spawn(binary, [root, ...args], { stdio: 'inherit', env })
  child.on('error', ({ message }) => otherwise(`Electron could not start (${message})`))
  endWith(child, (code, wasTold) => {
    const failed = code !== 0 && code !== EXPLAINED && !wasTold && Date.now() - started < START
    if (failed) otherwise(`Electron could not start (it ended with ${code})`)
    else process.exitCode = code
  })
  return child
}

/** @param report gets the exit code, and whether somebody asked for the end */
function endWith(child, report) {
  let wasTold = false
  // A terminal sends Ctrl-C to both; the child decides what it means.
  const leave = () => (wasTold = true)
  const pass = () => {
    wasTold = true
    child.kill('SIGTERM')
  }
  const signals = { SIGINT: leave, SIGHUP: leave, SIGTERM: pass }
  for (const [signal, listener] of Object.entries(signals)) process.on(signal, listener)
  child.on('exit', (code, signal) => {
    for (const [name, listener] of Object.entries(signals)) process.off(name, listener)
    report(code ?? 128 + (constants.signals[signal] ?? 0), wasTold)
  })
}
