import { GlassboxError } from '../contract/errors.ts'

export const cancelled = (): GlassboxError => new GlassboxError('cancelled', 'The job was cancelled.')
