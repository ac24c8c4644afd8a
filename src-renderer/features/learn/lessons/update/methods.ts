import type { Method } from '../../../../../src-engine/lessons/update/batching.ts'

/** In the order of their colours. */
export const METHODS = ['batch', 'miniBatch', 'online'] as const satisfies readonly Method[]
export const METHOD_WORDS: Readonly<Record<Method, string>> = {
  batch: 'batch',
  miniBatch: 'mini-batch',
  online: 'online',
}
export const METHOD_HUES: Readonly<Record<Method, number>> = { batch: 1, miniBatch: 2, online: 5 }
