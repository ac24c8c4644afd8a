import { GlassboxError } from '../../contract/errors.ts'

/** A table that cannot become a data set: what is wrong with it, and what to do. */
export function tableInvalid(message: string, hint: string, details?: unknown): GlassboxError {
  return new GlassboxError('dataset/table-invalid', message, { hint, details })
}
