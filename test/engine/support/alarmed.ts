import { alarmsOf, newAlarms, type Alarm, type AlarmInput } from '../../../src-engine/inspect/alarms/alarms.ts'
import { guessingLoss } from '../../../src-engine/inspect/alarms/guessing-loss.ts'
import { createModel } from '../../../src-engine/plan/model.ts'
import type { NetworkSpec } from '../../../src-engine/spec/network.ts'
import type { TrainingSpec } from '../../../src-engine/spec/training.ts'
import { createTrainer } from '../../../src-engine/train/trainer.ts'
import { arraySource, type LabelledSource } from '../../../src-engine/train/source.ts'
import { createRng } from '../../../src-engine/train/rng.ts'
import { kernels } from './kernels.ts'

export interface Training {
  readonly spec: NetworkSpec
  readonly settings: TrainingSpec
  readonly train: LabelledSource
  readonly validation?: LabelledSource | null
}

/** Trains with diagnostics in every epoch; every alarm once, as a run would tell them. */
export function alarmsWhile({ spec, settings, train, validation = null }: Training): Alarm[] {
  const batchSize = Math.min(settings.batchSize, train.count)
  const model = createModel(kernels, { network: spec, batchSize, threads: 1, training: settings })
  const trainer = createTrainer({ model, network: spec, training: settings, train, validation })
  trainer.initialize()
  const counts = Array<number>(Math.max(2, model.classes)).fill(0)
  for (let i = 0; i < train.count; i++) counts[train.label(i)]! += 1
  const history = {
    loss: [] as number[],
    accuracy: [] as number[],
    valLoss: [] as number[],
    valAccuracy: [] as number[],
  }
  const told: Alarm[] = []
  let steps = 0
  for (let epoch = 1; epoch <= settings.epochs; epoch++) {
    const result = trainer.runEpoch({ diagnose: true })
    if (result === 'stopped') throw new Error('stopped')
    steps += result.steps
    history.loss.push(result.train.loss)
    history.accuracy.push(result.train.accuracy)
    if (result.validation) {
      history.valLoss.push(result.validation.loss)
      history.valAccuracy.push(result.validation.accuracy)
    }
    const input: AlarmInput = {
      history: validation ? history : { ...history, valLoss: null, valAccuracy: null },
      ...{ steps, diagnostics: result.diagnostics, classes: counts.length },
      guessingLoss: guessingLoss(settings.loss, counts, model.classes),
    }
    told.push(...newAlarms(told, alarmsOf(input)))
  }
  return told
}

/** Like pictures of digits: a pattern for each class, from 0 to 1, with noise. */
export function patterns(
  seed: number,
  count: number,
  shape: readonly number[],
  classes: number,
  noise: number,
): LabelledSource {
  const size = shape.reduce((product, side) => product * side, 1)
  const drawn = createRng(7, 'data')
  const means = Array.from({ length: classes }, () => Array.from({ length: size }, () => drawn.below(2)))
  const rng = createRng(seed, 'data')
  const labels = Array.from({ length: count }, () => rng.below(classes))
  const inputs = new Float32Array(labels.flatMap((label) => means[label]!.map((mean) => mean + noise * rng.normal())))
  return arraySource(inputs, labels, shape)
}
