import type { Model } from '../../../src-engine/plan/model.ts'
import { evaluateSource } from '../../../src-engine/train/evaluate.ts'
import { createTrainer } from '../../../src-engine/train/trainer.ts'
import type { Planned } from '../plan-options.ts'
import type { Pace } from './messages.ts'
import { randomExamples } from './random-examples.ts'

/** So long it trains, and no longer than the step under way then (milliseconds). */
const LASTS = 400
/** Nothing is learnt from examples that mean nothing, and nothing must grow beyond all bounds. */
const RATE = 1e-6

/**
 * Trains a model on random examples for a moment. Its helper threads are up.
 * @param count examples of the training, of which there are at least as many as in a batch
 * @param now a clock in milliseconds
 */
export function measurePace(model: Model, planned: Planned, count: number, now: () => number): Pace {
  const { network } = planned
  const training = { ...planned.training, changes: [], earlyStopping: null }
  const train = randomExamples(planned, count, model.classes)
  const trainer = createTrainer({ model, network, training, train, validation: null, rateAt: () => RATE })
  trainer.initialize()
  let examples = 0
  /** The first step touches memory that nobody has used yet. */
  let begun: number | null = null
  let last = now()
  const until = last + LASTS
  do {
    let before = 0
    trainer.runEpoch({
      shouldStop: () => begun !== null && examples > 0 && last > until,
      onStep(step) {
        last = now()
        const done = Math.min(step * model.batchSize, count)
        if (begun === null) begun = last
        else examples += done - before
        before = done
      },
    })
  } while (examples === 0 || last <= until)
  const trainedFor = last - (begun ?? last)
  const batch = randomExamples(planned, model.batchSize, model.classes)
  const start = now()
  let evaluated = 0
  do {
    evaluateSource(model, batch)
    evaluated += batch.count
  } while (now() - start < LASTS / 8)
  return { train: trainedFor / 1000 / examples, evaluate: (now() - start) / 1000 / evaluated }
}
