import * as z from 'zod'
import { specIssues } from '../../src-engine/spec/spec-issues.ts'

/** Every error a person can meet. The part before the slash names the place where it can be mended. */
export const ErrorCode = z.enum([
  'input/invalid',
  'not-found',
  'cancelled',
  'internal',
  'home/unusable',
  'home/read-only',
  'home/owner-lost',
  'storage/disk-full',
  'storage/damaged',
  'storage/newer',
  'storage/busy',
  'picture/empty',
  'picture/unsupported',
  'picture/too-large',
  'picture/damaged',
  'picture/unreadable',
  'dataset/not-found',
  'dataset/not-a-folder',
  'dataset/no-permission',
  'dataset/no-classes',
  'dataset/no-pictures',
  'dataset/one-class',
  'dataset/ambiguous-layout',
  'dataset/idx-invalid',
  'dataset/file-invalid',
  'dataset/table-invalid',
  'dataset/changed',
  'dataset/excluded',
  'dataset/in-use',
  'dataset/cache-damaged',
  'dataset/worker-died',
  'upload/invalid',
  'run/spec-invalid',
  'run/no-checkpoint',
  'run/wrong-state',
  'run/cannot-continue',
  'run/out-of-memory',
  'run/loss-not-finite',
  'run/unsupported-machine',
  'run/worker-died',
  'bundle/invalid',
  'bundle/exists',
  'server/port-taken',
  'server/connection-lost',
])
export type ErrorCode = z.infer<typeof ErrorCode>

/** An error as it crosses every boundary: what happened, and what to do next. */
export const ErrorEnvelope = z.object({
  code: ErrorCode,
  message: z.string(),
  hint: z.string().optional(),
  details: z.unknown().optional(),
})
export type ErrorEnvelope = z.infer<typeof ErrorEnvelope>

export class GlassboxError extends Error {
  readonly code: ErrorCode
  readonly hint: string | undefined
  readonly details: unknown

  constructor(code: ErrorCode, message: string, extra: { hint?: string; details?: unknown; cause?: unknown } = {}) {
    super(message, { cause: extra.cause })
    this.name = 'GlassboxError'
    this.code = code
    this.hint = extra.hint
    this.details = extra.details
  }

  static fromEnvelope(envelope: ErrorEnvelope): GlassboxError {
    const { code, message, hint, details } = envelope
    return new GlassboxError(code, message, { ...(hint === undefined ? {} : { hint }), details })
  }
}

/** Any thrown value as an envelope; what is not ours becomes `internal` with its message. */
export function toEnvelope(error: unknown): ErrorEnvelope {
  if (error instanceof GlassboxError) {
    const { code, message, hint, details } = error
    return { code, message, ...(hint === undefined ? {} : { hint }), ...(details === undefined ? {} : { details }) }
  }
  if (error instanceof z.ZodError) {
    const issues = specIssues(error)
    const message = issues.map(({ path, message: what }) => (path ? `${path}: ${what}` : what)).join('\n')
    return { code: 'input/invalid', message, hint: issues.map(({ hint }) => hint).join(' ') }
  }
  const message = error instanceof Error ? error.message : String(error)
  return { code: 'internal', message, hint: 'This is a defect in Glassbox; the text above helps to find it.' }
}
