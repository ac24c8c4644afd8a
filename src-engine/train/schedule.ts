import { baseRateAt } from '../spec/base-rate.ts'
import type { TrainingSpec } from '../spec/training.ts'
import { decayOf, power, sineAndCosine } from './elementary.ts'

/**
 * The learning rate of a step: η of the optimiser or of the last change, times the schedule, times linear warm-up (Goyal
 * et al. 2017, section 2.2). Adam's first steps all have its full size and one direction; behind inputs that are all
 * positive such steps can switch off every relu for good.
 * @param step 1, 2, … over the whole run
 * @param time epochs passed before this step, with fractions
 */
export function learningRateAt(training: TrainingSpec, step: number, time: number): number {
  const { warmupSteps } = training.schedule
  const rate = baseRateAt(training, time) * decay(training, time)
  return step < warmupSteps ? (rate * step) / warmupSteps : rate
}

/** The factor of a schedule after so many epochs; formulas in `spec/schedule.ts`. */
function decay({ schedule, epochs }: TrainingSpec, time: number): number {
  switch (schedule.type) {
    case 'constant':
      return 1
    case 'step':
      return power(schedule.drop, Math.floor(time / schedule.every))
    case 'exponential':
      return decayOf(schedule.decay * time)
    case 'inverseTime':
      return 1 / (1 + schedule.decay * time)
    case 'cosine': {
      // ½(1 + cos πs) = sin²(½π(1 − s)), which keeps its digits near the end.
      const left = 1 - Math.min(1, time / (schedule.epochs ?? epochs))
      const { sine } = sineAndCosine((Math.PI / 2) * left)
      return sine * sine
    }
  }
}
