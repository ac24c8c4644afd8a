import type { Activation } from '../spec/activation.ts'
import type { LossName } from '../spec/training.ts'
import { meanAbsoluteError, meanSummedAbsoluteError } from './losses/absolute.ts'
import { binaryCrossEntropy, kOutputCrossEntropy, softmaxCrossEntropy } from './losses/cross-entropy.ts'
import { hellinger, kullbackLeiblerDivergence, kullbackLeiblerOfLogits } from './losses/divergence.ts'
import { exponential } from './losses/exponential.ts'
import type { Answers, LossResult } from './losses/loss.ts'
import { perceptronCriterion } from './losses/perceptron.ts'
import * as squared from './losses/squared.ts'

type Loss = (answers: Answers) => LossResult

/** Losses written together with the last activation: they take z and give ∂C/∂z. */
const OF_Z: Partial<Record<LossName, Loss>> = {
  categoricalCrossentropy: softmaxCrossEntropy,
  binaryCrossentropy: binaryCrossEntropy,
  kOutputCrossentropy: kOutputCrossEntropy,
  perceptron: perceptronCriterion,
}

/** Losses of the answers themselves, whatever made them: they give ∂C/∂a. */
const OF_A: Partial<Record<LossName, Loss>> = {
  meanSquaredError: squared.meanSquaredError,
  meanSummedSquaredError: squared.meanSummedSquaredError,
  halfMeanSummedSquaredError: squared.halfMeanSummedSquaredError,
  sumSquaredError: squared.sumSquaredError,
  halfSumSquaredError: squared.halfSumSquaredError,
  rootMeanSquaredError: squared.rootMeanSquaredError,
  meanAbsoluteError,
  meanSummedAbsoluteError,
  kullbackLeiblerDivergence,
  hellinger,
  exponential: (answers) => exponential(answers),
}

export interface Judgement extends LossResult {
  /** Whether `delta` is ∂C/∂z already. */
  readonly isOfZ: boolean
}

/**
 * What a loss says of a network's answers.
 * @param activation that made `answers.a` from z, both (n, outputs)
 */
export function judge(loss: LossName, activation: Activation, z: Float64Array, answers: Answers): Judgement {
  const isKullbackLeibler = loss === 'kullbackLeiblerDivergence' && activation === 'softmax'
  const ofZ = isKullbackLeibler ? kullbackLeiblerOfLogits : OF_Z[loss]
  if (ofZ) return { ...ofZ({ ...answers, a: z }), isOfZ: true }
  const ofA = OF_A[loss]
  if (!ofA) throw new RangeError(`There is no loss ${loss}.`)
  return { ...ofA(answers), isOfZ: false }
}
