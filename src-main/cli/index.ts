import { join } from 'node:path'
import { CommanderError } from 'commander'
import { EXIT, exitCodeOf } from './exit-codes.ts'
import { listenForInterrupts } from './interrupt.ts'
import { printError } from './output.ts'
import { program } from './program/program.ts'

listenForInterrupts()
// Whoever read the output has read enough (`glassbox runs list | head -1`); the work itself goes on.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })

const glassbox = program(join(import.meta.dirname, '../renderer'), async (work) => {
  try {
    process.exitCode = await work
  } catch (error) {
    printError(error)
    process.exitCode = exitCodeOf(error)
  }
})
try {
  // Said outright, because commander takes Electron run as Node (the installed command) for an application of its own.
  await glassbox.parseAsync(process.argv, { from: 'node' })
} catch (error) {
  if (!(error instanceof CommanderError)) throw error
  process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.usage
}
