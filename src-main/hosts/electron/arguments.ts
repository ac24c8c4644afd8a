import { resolve } from 'node:path'
import { parseArgs } from 'node:util'

export interface DesktopArguments {
  readonly home: string | undefined
  /** Folder of pictures to open, absolute. */
  readonly folder: string | null
}

/**
 * What the application was started with: `[--home DIR] [FOLDER]`. Chromium's own switches are passed over.
 * @param argv without the program, and without the script while developing
 */
export function readArguments(argv: readonly string[], workingFolder: string): DesktopArguments {
  const options = { home: { type: 'string' } } as const
  const { values, positionals } = parseArgs({ args: [...argv], options, strict: false, allowPositionals: true })
  const [folder] = positionals
  return {
    home: typeof values.home === 'string' ? values.home : undefined,
    folder: folder === undefined ? null : resolve(workingFolder, folder),
  }
}
