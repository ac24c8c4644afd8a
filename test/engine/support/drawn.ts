import { createModel } from '../../../src-engine/plan/model.ts'
import { labelOf, type DrawnPictures } from '../../../src-engine/data/pictures/drawn-pictures.ts'
import { presetConfig } from '../../../src-engine/spec/preset-config.ts'
import { evaluateSource } from '../../../src-engine/train/evaluate.ts'
import { arraySource, type ExampleSource } from '../../../src-engine/train/source.ts'
import { createTrainer } from '../../../src-engine/train/trainer.ts'
import { kernels } from './kernels.ts'

/** Drawn pictures as a network reads them, 0 … 1: those whose number passes. */
export function drawnSource(pictures: DrawnPictures, isWanted: (index: number) => boolean): ExampleSource {
  const indices = Array.from({ length: pictures.count }, (_, index) => index).filter(isWanted)
  const size = pictures.shape.reduce((product, side) => product * side, 1)
  const inputs = new Float32Array(indices.length * size)
  for (const [row, index] of indices.entries())
    inputs.set(
      Float32Array.from(pictures.draw(index), (value) => value / 255),
      row * size,
    )
  return arraySource(
    inputs,
    indices.map((index) => labelOf(pictures, index)),
    pictures.shape,
  )
}

/** Accuracy on a test source after the preset's recipe. */
export function learnDrawn(
  { shape: [height, width, channels], classes }: DrawnPictures,
  train: ExampleSource,
  test: ExampleSource,
  { preset, ...training }: { preset: string; seed?: number; epochs?: number },
): number {
  const { network, training: settings } = presetConfig({
    ...{ source: 'drawn', classes: classes.length, preset, trainCount: train.count, given: { training } },
    prepare: { size: [height, width], channels: channels === 3 ? 'rgb' : 'gray' },
  })
  const model = createModel(kernels, { network, batchSize: settings.batchSize, threads: 1, training: settings })
  const trainer = createTrainer({ model, network, training: settings, train, validation: null })
  trainer.initialize()
  for (let epoch = 0; epoch < settings.epochs; epoch++) trainer.runEpoch()
  return evaluateSource(model, test).accuracy
}
