import { join } from 'node:path'
import { CommanderError } from 'commander'
import { EXIT, exitCodeOf } from './exit-codes.ts'
import { printError } from './output.ts'
import { program } from './program.ts'

// The launcher's end must not leave this process behind; see bin/glassbox.mjs.
process.channel?.unref()

const glassbox = program(join(import.meta.dirname, '../renderer'), async (work) => {
  try {
    process.exitCode = await work
  } catch (error) {
    printError(error)
    process.exitCode = exitCodeOf(error)
  }
})
try {
  await glassbox.parseAsync()
} catch (error) {
  if (!(error instanceof CommanderError)) throw error
  process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.usage
}
