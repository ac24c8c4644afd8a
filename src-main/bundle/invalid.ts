import { GlassboxError } from '../contract/errors.ts'

/** @param what is wrong with the file, as a sentence */
export function invalid(what: string, extra: { hint?: string; cause?: unknown } = {}): GlassboxError {
  const hint = extra.hint ?? 'Nothing was changed. Copy the file here once more, or have the runs exported again.'
  return new GlassboxError('bundle/invalid', `This file of runs cannot be taken in. ${what}`, { ...extra, hint })
}
