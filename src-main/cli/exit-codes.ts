import { ZodError } from 'zod'
import { GlassboxError } from '../contract/errors.ts'

export const EXIT = { ok: 0, usage: 2, input: 3, notFound: 4, failed: 5, interrupted: 130 } as const

/** The exit code that tells a script what kind of thing went wrong. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof ZodError) return EXIT.input
  if (!(error instanceof GlassboxError)) return EXIT.failed
  const { code } = error
  if (code === 'cancelled') return EXIT.interrupted
  if (code === 'not-found' || code === 'dataset/not-found') return EXIT.notFound
  if (code === 'dataset/worker-died') return EXIT.failed
  const badInput =
    /^(input|picture|dataset|upload|bundle)\//.test(code) || code === 'run/spec-invalid' || code === 'run/no-checkpoint'
  return badInput ? EXIT.input : EXIT.failed
}
