import { KERAS_XOR, seedRuns, type KerasName, type Trained } from '../../../../../src-engine/lessons/xor/keras-xor.ts'

export const MODELS = ['1', '2', '3'] as const satisfies readonly KerasName[]

/** How one network of a model ended. */
export interface SeedRun extends Trained {
  readonly model: KerasName
}

/** The networks of all three models, in turn, so that their bands grow together. */
export function* everySeed(seeds: number): Generator<SeedRun> {
  const runs = MODELS.map((model) => ({ model, source: seedRuns(model, { ...KERAS_XOR, seeds }) }))
  for (let seed = 0; seed < seeds; seed++)
    for (const { model, source } of runs) {
      const next = source.next()
      if (!next.done) yield { ...next.value, model }
    }
}
