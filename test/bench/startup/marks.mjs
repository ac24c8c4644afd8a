// Loaded before the `glassbox` command: tells on stderr when its threads say what, in milliseconds since 1970.
import { syncBuiltinESMExports } from 'node:module'
import { performance } from 'node:perf_hooks'
import threads from 'node:worker_threads'

if (threads.isMainThread && process.argv[1]?.endsWith('cli.js')) {
  const mark = (name) => process.stderr.write(`mark ${performance.timeOrigin + performance.now()} ${name}\n`)
  mark('Node is up')
  let waiting = 0
  threads.Worker = class extends threads.Worker {
    #name

    constructor(file, options) {
      super(file, options)
      this.#name = /(storage|training)\.worker/.exec(String(file))?.[1]
      if (this.#name === 'storage' && waiting++ === 0) mark('the command is loaded')
      if (this.#name === 'training') mark('the run is stored, its examples are known')
    }

    emit(event, message, ...rest) {
      if (event === 'message' && this.#name === 'storage' && message.id === 0 && --waiting === 0)
        mark('the database is open')
      if (event === 'message' && message.kind === 'ready') mark('the model and its threads are ready')
      if (event === 'message' && message.kind === 'progress') {
        mark('the first step is done')
        process.kill(process.pid, 'SIGKILL')
      }
      return super.emit(event, message, ...rest)
    }
  }
  syncBuiltinESMExports()
}
